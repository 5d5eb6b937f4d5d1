import Generation
import Shell
import Testing

/// The commands for models that are kept on the disk.
@Suite @MainActor struct ModelCommandTests {
    /// A session with a model on the disk, and with one that nobody can load.
    private func session() -> Transcript {
        var loader = FakeLoader()
        loader.store = FakeStore(models: [
            StoredModel(
                name: "org/painter", family: "FakePipeline", size: 4_300_000_000, unfinished: 7,
                lastUsed: nil),
            StoredModel(name: "org/writer", family: nil, size: 9, unfinished: 0, lastUsed: nil),
        ])
        return Transcript(loader: loader)
    }

    @Test func modelsShowWhatIsOnTheDisk() async {
        let transcript = session()
        #expect(await transcript.run("models") == .done)
        #expect(
            transcript.results.text.contains(
                "org/painter  FakePipeline · 4.3 GB on disk · not whole"))
        #expect(!transcript.results.text.contains("org/writer"), "no pipeline, no model")
    }

    @Test func nothingIsRemovedWithoutAYes() async {
        let transcript = session()
        #expect(await transcript.run("remove org/painter") == .done)
        #expect(transcript.results.text == "org/painter takes 4.3 GB\n")
        #expect(transcript.messages.text == "`remove org/painter yes` deletes it\n")
        #expect(await transcript.run("remove org/painter no") != .done)
        #expect(transcript.messages.text.contains("must be `yes`, or left out"))
        #expect(await transcript.run("models; remove org/painter yes; models") == .done)
        #expect(transcript.results.text.contains("removed org/painter"))
        #expect(transcript.results.text.split(separator: "org/painter  Fake").count == 2)
    }

    @Test func aDownloadSaysWhatItDoes() async {
        let transcript = session()
        #expect(await transcript.run("download sd15 fp16") == .done)
        #expect(transcript.messages.text == "downloading sd15\n")
        #expect(transcript.results.text == "sd15 is now here\n")
    }
}
