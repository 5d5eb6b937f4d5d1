import Foundation
import Generation
import Images
import OpenAIImages
import TestSupport
import Testing

/// What is made of good answers.
@Suite struct AnswerTests {
    @Test(arguments: ["a lion", "[slow] a lion", "[escaped] a lion", "[url] a lion"])
    func aPictureIsRead(prompt: String) async throws {
        let customer = try await Customer()
        let events = try await customer.make(prompt)
        let picture = try #require(events.pictures.first)
        #expect(events.pictures.count == 1)
        #expect(picture.pixels.bytes.prefix(6) == [0, 0, 0, 0, 0, 0])
        #expect(picture.pixels.width == (prompt.hasPrefix("[url]") ? 64 : 1024))
        #expect(picture.engine.device == "remote" && picture.request.count == 1)
        #expect(picture.service?.tokens == 1076)
        #expect(picture.original == nil)
    }

    @Test func severalPicturesComeInTheirOrder() async throws {
        let customer = try await Customer()
        var request = customer.request("a lion")
        request.count = 3
        let events = try await customer.make(request, previewEvery: 1)
        #expect(events.pictures.map { $0.pixels.bytes[2] } == [0, 60, 120])
        #expect(events.pictures.map(\.service?.pictures) == [3, 3, 3])
        #expect(
            events.notes == [
                "previews come for one picture at a time", "1076 tokens (1056 of pictures)",
            ])
        #expect(customer.standIn.latest["stream"] == nil)
    }

    @Test func unfinishedPicturesArePreviews() async throws {
        let customer = try await Customer()
        let events = try await customer.make(customer.request("a lion"), previewEvery: 1)
        #expect(events.previews.map { $0.pixels.bytes[2] } == [60, 120, 180])
        #expect(events.previews.map(\.progress.step) == [1, 2, 3])
        #expect(events.pictures.map { $0.pixels.bytes[2] } == [0])
        #expect(customer.standIn.latest["stream"] as? Bool == true)
        #expect(customer.standIn.latest["partial_images"] as? Int == 3)
        #expect(events.pictures.first?.service?.tokens == 1076)
    }

    @Test func aStreamMayBeWrittenInOtherWays() async throws {
        let customer = try await Customer()
        let events = try await customer.make(
            customer.request("[stream-odd] a lion"), previewEvery: 1)
        #expect(events.pictures.map(\.pixels.width) == [1024])
    }

    @Test func aChangedPromptIsSaidAndKept() async throws {
        let customer = try await Customer("dalle3")
        let events = try await customer.make("[revised] a lion")
        #expect(
            events.notes.contains(
                "the service changed the prompt to: a lion that has coffee, in oil"))
        #expect(events.pictures.first?.service?.revisedPrompt == "a lion that has coffee, in oil")
        #expect(events.pictures.first?.request.prompt == "[revised] a lion")
    }

    @Test func anotherSizeIsSaid() async throws {
        let customer = try await Customer()
        let events = try await customer.make("[other-size] a lion")
        #expect(events.pictures.first?.request.size == ImageSize(width: 40, height: 24))
        #expect(events.notes.contains("the service made 40x24 in the place of 1024x1024"))
    }

    /// `loss`: how far a color may be from what was drawn.
    @Test(arguments: [("webp", 0), ("jpeg", 4)])
    func aFileOfAnotherKindIsReadAndKept(kind: String, loss: Int) async throws {
        let customer = try await Customer()
        let events = try await customer.make("[\(kind)] a lion")
        let picture = try #require(events.pictures.first)
        let file = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("openai/lion.\(kind)")))
        #expect(picture.original == Array(file))
        #expect(picture.pixels.width == 24 && picture.pixels.height == 16)
        var values: [UInt8] = []
        for y in 0..<16 {
            for x in 0..<24 { values += [UInt8(x * 10), UInt8(y * 15), 200] }
        }
        #expect(zip(picture.pixels.bytes, values).allSatisfy { abs(Int($0) - Int($1)) <= loss })
        for count in [0, 12, 20, file.count - 1] {
            #expect(throws: ImageError.self) { try PictureFile.decode(Array(file.prefix(count))) }
        }
    }

    @Test func aTransparentPictureIsKeptAsItCame() async throws {
        let customer = try await Customer()
        var request = customer.request("a lion")
        request.background = "transparent"
        let picture = try #require(try await customer.make(request).pictures.first)
        #expect(picture.original.flatMap { try? PNGFile.decode($0).image } == picture.pixels)
    }
}
