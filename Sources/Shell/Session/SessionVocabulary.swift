package import CommandLanguage
import Generation
import Glibc

/// What a session can propose at one moment: its pictures, the models, the loaded one's schedulers, files.
package struct SessionVocabulary: Vocabulary {
    private let topics: [Topic: [Completion]]

    /// What `session` can propose now.
    @MainActor
    package init(_ session: Session) {
        let pictures = session.pictures.reversed().map {
            Completion("$\($0.number)", $0.record.request.prompt, isVerbatim: true)
        }
        let last =
            session.pictures.isEmpty
            ? [] : [Completion("$last", "the latest picture", isVerbatim: true)]
        topics = [
            ModelName.topic: session.loader.known.map { Completion($0.name, $0.summary) },
            SchedulerName.topic: (session.engine?.settings.schedulers ?? []).map {
                Completion($0, "")
            },
            AspectName.topic: (session.engine?.settings.aspects ?? []).map {
                Completion($0.name, $0.size.description)
            },
            ImageReference.topic: last + pictures,
            TopicName.topic: HelpCommand.subjects,
        ]
    }

    package func completions(on topic: Topic) -> [Completion] {
        topics[topic] ?? []
    }

    package func files(startingWith prefix: String) -> [Completion] {
        let slash = prefix.lastIndex(of: "/")
        let typed = slash.map { prefix[...$0] } ?? ""
        let folder = FilePath(argument: String(typed))?.path ?? "."
        let begin = prefix[typed.endIndex...]
        var found: [Completion] = []
        for name in fileNames(in: folder) {
            let isHidden = name.hasPrefix(".") && !begin.hasPrefix(".")
            if !name.hasPrefix(begin) || isHidden { continue }
            let isFolder = Self.isFolder(folder + "/" + name)
            found.append(
                Completion(typed + name + (isFolder ? "/" : ""), isFolder ? "folder" : "file"))
        }
        return found.sorted { $0.text < $1.text }
    }

    /// Whether a folder is at `path`.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
