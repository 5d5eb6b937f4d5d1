import Foundation
import Generation
import Images
import Shell
import Testing

/// What `export` writes as a notebook.
@MainActor
@Suite struct NotebookTests {
    private let sample: ExportSample

    init() throws {
        sample = try ExportSample()
    }

    private func notebook() async throws -> [String: Any] {
        try await sample.make()
        let text = try await sample.export("a.ipynb")
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(json as? [String: Any])
    }

    @Test func aNotebookHasTheFormOfOne() async throws {
        let notebook = try await notebook()
        #expect(Set(notebook.keys) == ["cells", "metadata", "nbformat", "nbformat_minor"])
        #expect(notebook["nbformat"] as? Int == 4)
        #expect(notebook["nbformat_minor"] as? Int == 5)
        let metadata = try #require(notebook["metadata"] as? [String: [String: String]])
        #expect(metadata["kernelspec"]?["name"] == "easel")
        #expect(metadata["kernelspec"]?["display_name"] == "Easel")
        #expect(metadata["language_info"]?["name"] == "easel")
        var ids: Set<String> = []
        for cell in try #require(notebook["cells"] as? [[String: Any]]) {
            let keys = Set(cell.keys)
            let id = try #require(cell["id"] as? String)
            #expect(id.wholeMatch(of: #/[a-zA-Z0-9_-]{1,64}/#) != nil)
            #expect(ids.insert(id).inserted)
            #expect(cell["metadata"] is [String: Any])
            #expect(Self.isText(cell["source"]))
            if cell["cell_type"] as? String == "markdown" {
                #expect(keys == ["cell_type", "id", "metadata", "source"])
            } else {
                #expect(cell["cell_type"] as? String == "code")
                #expect(
                    keys == [
                        "cell_type", "execution_count", "id", "metadata", "outputs", "source",
                    ])
                #expect(cell["execution_count"] is Int)
                for output in try #require(cell["outputs"] as? [[String: Any]]) {
                    Self.checkOutput(output)
                }
            }
        }
    }

    /// Lines of which all but the last end with a line end.
    private static func isText(_ value: Any?) -> Bool {
        guard let lines = value as? [String] else { return false }
        return lines.dropLast().allSatisfy { $0.hasSuffix("\n") }
            && lines.allSatisfy { $0.dropLast().allSatisfy { $0 != "\n" } }
    }

    private static func checkOutput(_ output: [String: Any]) {
        switch output["output_type"] as? String {
        case "stream":
            #expect(Set(output.keys) == ["output_type", "name", "text"])
            #expect(output["name"] as? String == "stdout")
            #expect(isText(output["text"]))
        case "display_data":
            #expect(Set(output.keys) == ["output_type", "data", "metadata"])
            #expect(output["metadata"] is [String: Any])
        case "error":
            #expect(Set(output.keys) == ["output_type", "ename", "evalue", "traceback"])
            #expect(output["traceback"] is [String])
        default: Issue.record("\(output)")
        }
    }

    @Test func aNotebookHoldsTheSession() async throws {
        let cells = try #require(try await notebook()["cells"] as? [[String: Any]])
        func text(_ value: Any?) -> String { (value as? [String] ?? []).joined() }
        #expect(
            cells.map { text($0["source"]) } == [
                "# A lion", "Two of &lt;b>each&lt;/b>.", "load sketch", "set seed 7",
                "gen \"a lion\" n=2 # as it is",
                "\"\(ExportSample.hostile.replacing("\u{202E}", with: "[U+202E]"))\" negative='\"dark\"' \\\n steps=3",
                "set steps 0", "gen partly seed=1",
            ])
        #expect(cells.map { $0["execution_count"] as? Int } == [nil, nil, 1, 2, 3, 4, 5, 6])
        let outputs = cells.flatMap { $0["outputs"] as? [[String: Any]] ?? [] }
        let streams = outputs.filter { $0["output_type"] as? String == "stream" }
        #expect(text(streams.first?["text"]) == "sketch · FakePipeline · bf16 · cpu\n")
        #expect(streams.contains { text($0["text"]) == "image 2 · 16x16 · seed 8 · 0.31 s\n" })
        let errors = outputs.filter { $0["output_type"] as? String == "error" }
        #expect(
            errors.map { $0["evalue"] as? String } == [
                "`steps` must be a whole number from 1 to 1000, not `0`", "",
            ])
        #expect(errors.map { $0["ename"] as? String } == ["error", "interrupted"])
        let images = outputs.filter { $0["output_type"] as? String == "display_data" }
        #expect(images.count == 4)
        for (image, picture) in zip(images, sample.transcript.session.pictures) {
            let data = (image["data"] as? [String: Any])?["image/png"] as? String
            let bytes = try #require(data.flatMap { Data(base64Encoded: $0) })
            let file = try PNGFile.decode(Array(bytes))
            #expect(file.image == (try picture.pixels()))
            #expect(PictureRecord(file.texts)?.request == picture.record.request)
            let metadata = image["metadata"] as? [String: [String: Any]]
            #expect(metadata?["easel"]?["seed"] as? String == "\(picture.record.request.seed)")
            #expect(metadata?["easel"]?["pixels"] as? String == picture.record.pixels)
            #expect(metadata?["image/png"]?["width"] as? Int == 16)
        }
        let last = (images.last?["metadata"] as? [String: [String: Any]])?["easel"]
        #expect(last?["partial"] as? String == "1 of 4 steps")
    }
}
