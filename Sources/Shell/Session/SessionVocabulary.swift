package import CommandLanguage
import Generation
import Glibc

/// What a session can propose at one moment: its pictures, the models, the loaded one's schedulers, files.
package struct SessionVocabulary: Vocabulary {
    private let topics: [Topic: [Completion]]
    private let pictures: [Picture]

    /// What `session` can propose now.
    @MainActor
    package init(_ session: Session) {
        pictures = session.pictures.reversed()
        topics = [
            ModelName.topic: session.loader.known.map { Completion($0.name, $0.summary) },
            ServiceName.topic: session.loader.accounts.map { Completion($0.name, $0.summary) },
            SchedulerName.topic: (session.engine?.settings.schedulers ?? []).map {
                Completion($0, "")
            },
            AspectName.topic: (session.engine?.settings.aspects ?? []).map {
                Completion($0.name, $0.size.description)
            },
            ImageQuality.topic: ImageQuality.completions(Self.taken("quality", session)),
            ImageStyle.topic: ImageStyle.completions(Self.taken("style", session)),
            ImageBackground.topic: ImageBackground.completions(Self.taken("background", session)),
            ImageFormat.topic: ImageFormat.completions(Self.taken("format", session)),
            ImageModeration.topic: ImageModeration.completions(Self.taken("moderation", session)),
            ImageReference.topic: Self.references(to: pictures),
            TopicName.topic: HelpCommand.subjects,
        ]
    }

    /// The values that the loaded model takes for a setting; nil where it does not say.
    @MainActor
    private static func taken(_ name: String, _ session: Session) -> [String]? {
        session.engine?.settings.choices[name]
    }

    package func completions(on topic: Topic) -> [Completion] {
        topics[topic] ?? []
    }

    package func references(startingWith prefix: String) -> [Completion] {
        guard let dot = prefix.firstIndex(of: ".") else { return Self.references(to: pictures) }
        let name = prefix[..<dot]
        let picture = pictures.first { name == "$last" || name == "$\($0.number)" }
        return picture?.facts.map {
            Completion("\(name).\($0.name)", shortened($0.text, to: 60), isVerbatim: true)
        } ?? []
    }

    /// What names `pictures`, of which the latest is the first.
    private static func references(to pictures: [Picture]) -> [Completion] {
        let last =
            pictures.isEmpty ? [] : [Completion("$last", "the latest picture", isVerbatim: true)]
        return last
            + pictures.map {
                Completion(
                    "$\($0.number)", shortened($0.record.request.prompt, to: 60), isVerbatim: true)
            }
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
