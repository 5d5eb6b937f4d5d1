import Foundation
import Images
import Shell
import TestSupport
import Testing

/// What `export` writes as Markdown, and in every form.
@MainActor
@Suite struct ExportTests {
    private let sample: ExportSample

    init() throws {
        sample = try ExportSample()
    }

    // MARK: Markdown

    @Test func markdownLinksItsPictures() async throws {
        try await sample.make()
        let text = try await sample.export("a b.md")
        #expect(
            sample.transcript.results.text.hasSuffix(
                "saved \(sample.folder.path)/a b.md and \(sample.folder.path)/a b_files/\n"))
        #expect(
            text.hasPrefix("# A lion\n\nTwo of &lt;b>each&lt;/b>.\n\n```easel\nload sketch\n```\n"))
        #expect(text.contains("\n````easel\n\"</pre><script>"))
        #expect(text.contains("\n```text\nerror: `steps` must be a whole number"))
        #expect(
            text.contains(
                "![\\</pre\\>\\<script\\>alert(1)\\</script\\> \\`\\`\\` \\[U+202E\\] \\& 'it' \\[x\\](y) \\*z\\*]("
            ))
        let links = text.matches(of: #/\n!\[.*\]\(([^)]*)\)\n/#).map { String($0.1) }
        #expect(links.first == "a%20b_files/lion-1.png")
        #expect(links.count == 4)
        for (link, picture) in zip(links, sample.transcript.session.pictures) {
            let path = try #require(link.removingPercentEncoding)
            #expect(
                try PNGFile.read(sample.folder.path + "/" + path).image == (try picture.pixels()))
        }
    }

    // MARK: All forms

    nonisolated static let forms = ["a.ipynb", "a.html", "a.md"]

    @Test(arguments: forms + ["A.HTML"]) func aFileThatWasThereIsReplacedAloud(name: String)
        async throws
    {
        await sample.transcript.run("set seed 1; export \(sample.folder.path)/\(name)")
        #expect(sample.transcript.results.text == "saved \(sample.folder.path)/\(name)\n")
        await sample.transcript.run("export \(sample.folder.path)/\(name)")
        #expect(
            sample.transcript.results.text.hasSuffix("replaced \(sample.folder.path)/\(name)\n"))
        #expect(sample.folder.names == [name])
    }

    @Test func aNameStandsWhereNoCommentDoes() async throws {
        await sample.transcript.run("set seed 1")
        #expect(
            try await sample.export("foxes & co.html").contains("<title>foxes &amp; co</title>"))
        // A first line that goes on in the second is no heading.
        let other = Transcript()
        await other.run(
            "# This is how\n# one begins.\nset seed 1; export \(sample.folder.path)/b.md")
        #expect(try sample.folder.read("b.md").hasPrefix("# b\n\nThis is how\none begins.\n"))
    }

    @Test func whatIsNotThereIsSaid() async throws {
        await sample.transcript.run("gen a; gen bb; gen ccc; session save \(sample.folder.path)/s")
        try FileManager.default.removeItem(atPath: sample.folder.path + "/s/a-1.png")
        try FileManager.default.removeItem(atPath: sample.folder.path + "/s/bb-2.png")
        try FileManager.default.copyItem(
            atPath: sample.folder.path + "/s/ccc-3.png", toPath: sample.folder.path + "/s/bb-2.png")
        let other = Transcript()
        for name in Self.forms {
            let before = other.messages.text.count
            await other.run(
                "session load \(sample.folder.path)/s; export \(sample.folder.path)/\(name)")
            #expect(
                other.messages.text.dropFirst(before) == """
                    image 1 is left out: cannot read `\(sample.folder.path)/s/a-1.png`: there is no such file
                    image 2 is left out: its file does not hold what was recorded

                    """)
        }
        let page = try sample.folder.read("a.html")
        #expect(page.components(separatedBy: "this picture is not there").count == 3)
        #expect(page.components(separatedBy: "<img ").count == 2)
        #expect(try sample.folder.read("a.md").components(separatedBy: "\n![").count == 2)
        #expect(
            try sample.folder.read("a.ipynb").components(separatedBy: "image/png\":\"").count == 2)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: sample.folder.path + "/a_files")
                == ["ccc-3.png"])
    }

    @Test(arguments: forms) func keysAndPlacesStayHere(name: String) async throws {
        let key = "sk-proj-0123456789abcdefABCDEF"
        // A session that came from elsewhere may hold one: the shell refuses such lines.
        await sample.transcript.run("gen a; session save \(sample.folder.path)/s")
        let text = try sample.folder.read("s.easel").replacing(
            "#= request a",
            with: "#= request \"a \(key)\" negative \(key) magic \(key) scheduler \(key)")
        let place = sample.folder.path + "/s/model"
        try sample.folder.write(
            text.replacing("gen a", with: "# key: \(key)\n\"a \(key)\" steps=4")
                .replacing(
                    "source nowhere", with: "source \(place) family \(key) arithmetic \(key)")
                + "load \(place)\n#= error \"there is no folder `\(place)`, \(key)\"\n#= fact \(key)\n",
            to: "s.easel")
        try await WorkingFolder.at(sample.folder) {
            let other = Transcript()
            #expect(await other.run("session load s; export \(name); history") == .done)
            #expect(other.results.text.contains("load \(place)\n"))
            #expect(other.results.text.contains("a …CDEF"))
            #expect(!other.results.text.contains("0123456789"))
        }
        let exported = try sample.folder.read(name)
        var all = [exported]
        for encoded in exported.matches(of: #/iVBOR[A-Za-z0-9+\/=]+/#) {
            all.append(
                String(decoding: Data(base64Encoded: String(encoded.0)) ?? Data(), as: UTF8.self))
        }
        if name == "a.md" { all.append(try sample.folder.read("a_files/cdef-1.png")) }
        #expect(all.count == 2)
        #expect(all[0].contains("./s/model"))
        for text in all {
            #expect(!text.contains("0123456789"))
            #expect(!text.contains(sample.folder.path))
        }
    }

    /// A home and a working folder, a text, and the text that others see.
    nonisolated static let places: [(String?, String, String, String)] = [
        ("/home/ada", "/srv/w", "load /home/ada/m", "load ~/m"),
        ("/home/ada", "/srv/w", "/home/ada", "~"),
        ("/home/ada", "/srv/w", "/home/adam/m /mnt/home/ada", "/home/adam/m /mnt/home/ada"),
        ("/home/ada", "/srv/w", "`/srv/w/x.png`=/srv/w/y", "`./x.png`=./y"),
        ("/home/ada", "/home/ada/w", "/home/ada/w/x /home/ada/v", "./x ~/v"),
        ("/", "/", "/x / y", "/x / y"),
        (nil, "/srv/w", "~/x", "~/x"),
    ]

    @Test(arguments: places)
    func foldersOfTheUserAreShortened(home: String?, folder: String, text: String, seen: String) {
        #expect(TextCleaner(home: home, folder: folder).clean(text) == seen)
    }
}
