import Generation
import Images
import Shell
import TestSupport
import Testing

/// What is recorded of pictures that a service made, and what old records lack.
@Suite struct RemoteRecordTests {
    private static let record = """
        #! easel 1
        load gpt-image
        #= model gpt-image-2 family "OpenAI images" source https://api.openai.com/v1 precision "" device remote arithmetic "" easel 0.1
        gen "a lion" quality=high n=2
        #= image 1 file a-lion-1.png size 1024x1024 pixels sha256:00 seconds 9.00
        #= request "a lion" quality high style vivid background opaque format webp moderation low from "$3" mask m.png revised "a big lion" tokens 1076 dollars 0.032 shared 2

        """

    @Test func aRecordIsReadAndWrittenAgain() throws {
        let document = SessionDocument(text: Self.record)
        let picture = try #require(document.images.first).picture
        #expect(picture.request.quality == "high" && picture.request.style == "vivid")
        #expect(picture.request.background == "opaque" && picture.request.format == "webp")
        #expect(picture.request.image?.name == "$3" && picture.request.mask?.name == "m.png")
        #expect(!picture.request.isSampled)
        #expect(
            picture.service
                == ServiceFacts(
                    revisedPrompt: "a big lion", tokens: 1076, pictures: 2, dollars: 0.032))
        #expect(SessionDocument(text: document.text) == document)
        #expect(document.text.contains(Self.record.split(separator: "\n").last ?? "-"))
    }

    @Test func aPNGHoldsTheSameAndOldOnesStillRead() throws {
        let picture = try #require(SessionDocument(text: Self.record).images.first).picture
        let text = PNGText(keyword: PictureRecord.keyword, text: try picture.json())
        #expect(PictureRecord([text]) == picture)
        let old = """
            {"easel":"0.1","engine":{"arithmetic":"","device":"cpu","family":"x","model":"sketch","precision":"bf16",\
            "source":"x"},"pixels":"x","request":{"count":1,"guidance":5,"prompt":"a","seed":7,\
            "size":{"height":8,"width":8},"steps":3},"scheduler":"","seconds":1}
            """
        let read = try #require(
            PictureRecord([PNGText(keyword: PictureRecord.keyword, text: old)]))
        #expect(read.request.quality == nil && read.service == nil && read.request.isSampled)
        #expect(read.decisions.contains(Fact("seed", "7")))
        #expect(!picture.decisions.contains { $0.name == "seed" })
        #expect(picture.circumstances.contains(Fact("tokens", "1076 for 2 pictures")))
    }
}
