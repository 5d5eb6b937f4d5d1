import Foundation
import Generation
import Images
import OpenAIImages
import TestSupport
import Testing

/// What is sent, beside the schema of what each model takes.
@Suite struct RequestTests {
    /// Every model, with every value of every setting that it has, one after the other.
    @Test(arguments: RemoteModel.all.map(\.name)) func everySettingIsSentAsItIsTaken(model: String)
        async throws
    {
        let customer = try await Customer(model)
        var requests = [customer.request("a lion having coffee")]
        for (setting, values) in customer.engine.settings.choices {
            for value in values {
                var request = customer.request("a lion")
                switch setting {
                case "quality": request.quality = value
                case "style": request.style = value
                case "background": request.background = value
                case "format": request.format = value
                case "moderation": request.moderation = value
                default: Issue.record("`\(setting)` is not looked at")
                }
                requests.append(request)
            }
        }
        for size in customer.engine.settings.aspects.map(\.size) {
            var request = customer.request("a lion")
            request.size = size
            requests.append(request)
        }
        for count in [1, customer.engine.settings.counts.upperBound] {
            var request = customer.request(
                String(repeating: "é", count: customer.engine.model.promptLimit))
            request.count = count
            requests.append(request)
        }
        let schema = try RequestSchema()
        for request in requests {
            // A service that makes what it is told, or nothing: what counts is what it was sent.
            _ = try? await customer.make(request)
            let sent = try #require(customer.standIn.server.requests.last)
            #expect(schema.problems("images/generations", json: sent.body) == [])
            #expect(sent.path == "/v1/images/generations")
            let fields = customer.standIn.latest
            #expect(fields["model"] as? String == model)
            #expect(fields["prompt"] as? String == request.prompt)
            #expect(fields["n"] as? Int == request.count)
            #expect(fields["size"] as? String == request.size.description)
            #expect(fields["quality"] as? String == request.quality)
            #expect(fields["style"] as? String == request.style)
            #expect(fields["background"] as? String == request.background)
            #expect(fields["output_format"] as? String == request.format)
            #expect(fields["moderation"] as? String == request.moderation)
        }
        #expect(customer.standIn.server.requests.count == requests.count)
    }

    @Test(arguments: [
        (
            #"{"model":"gpt-image-2","prompt":"a","response_format":"b64_json"}"#,
            "unknown field `response_format`"
        ),
        (#"{"model":"gpt-image-2","prompt":"a","seed":1}"#, "unknown field `seed`"),
        (#"{"model":"gpt-image-1.5","prompt":"a","quality":"hd"}"#, "`quality` is `hd`"),
        (#"{"model":"gpt-image-2","prompt":"a","size":"1000x1000"}"#, "`size` is `1000x1000`"),
        (#"{"model":"gpt-image-2","prompt":"a","size":"4096x1024"}"#, "`size` is `4096x1024`"),
        (#"{"model":"dall-e-3","prompt":"a","n":2}"#, "`n` is 2"),
        (#"{"model":"dall-e-3","prompt":"a","n":"1"}"#, "`n` is no whole number"),
        (#"{"model":"gpt-image-2","prompt":"a","stream":1}"#, "`stream` is neither true nor false"),
        (#"{"model":"gpt-image-2"}"#, "`prompt` is missing"),
        (#"{"model":"gpt-image-9","prompt":"a"}"#, "no model `gpt-image-9` for images/generations"),
    ]) func theSchemaRefuses(body: String, problem: String) throws {
        #expect(
            try RequestSchema().problems("images/generations", json: Array(body.utf8)) == [problem])
    }

    @Test func theHeadHasTheKeyAndWhoPays() async throws {
        let customer = try await Customer(
            environment: ["OPENAI_ORG_ID": "org-1", "OPENAI_PROJECT_ID": "proj-2"])
        _ = try await customer.make("a lion")
        let sent = try #require(customer.standIn.server.requests.first)
        #expect(sent["authorization"] == "Bearer \(StandInOpenAI.key)")
        #expect(sent["openai-organization"] == "org-1")
        #expect(sent["openai-project"] == "proj-2")
        #expect(sent["content-type"] == "application/json")
        #expect(sent["user-agent"] == "easel/\(Easel.version)")
    }

    @Test func anEditIsAForm() async throws {
        let customer = try await Customer()
        let folder = try TemporaryFolder()
        let pixels = RGBImage(width: 8, height: 8, bytes: [UInt8](repeating: 9, count: 192))
        let mask = try PNGFile.encode(pixels)
        let path = try folder.write(mask, to: "mask.png")
        var request = customer.request("a hat")
        request.quality = "low"
        request.image = SourceImage(name: "$3", content: .pixels(pixels))
        request.mask = SourceImage(name: "mask.png", content: .file(path: path))
        let events = try await customer.make(request)
        #expect(events.pictures.count == 1)
        let sent = try #require(customer.standIn.server.requests.first)
        #expect(sent.path == "/v1/images/edits")
        #expect(try RequestSchema().problems("images/edits", form: sent.form) == [])
        let parts = Dictionary(uniqueKeysWithValues: sent.form.map { ($0.name, $0) })
        #expect(Set(parts.keys) == ["model", "prompt", "n", "size", "quality", "image", "mask"])
        #expect(parts["prompt"]?.text == "a hat")
        #expect(parts["image"]?.fileName == "image.png" && parts["image"]?.mediaType == "image/png")
        let sentImage = try PNGFile.decode(parts["image"]?.content ?? [])
        #expect(sentImage.image == pixels && sentImage.texts.isEmpty)
        #expect(parts["mask"]?.content == mask)
    }

    @Test func aStreamedEditIsOneToo() async throws {
        let customer = try await Customer()
        var request = customer.request("a hat")
        request.image = SourceImage(
            name: "$1",
            content: .pixels(
                RGBImage(width: 8, height: 8, bytes: [UInt8](repeating: 9, count: 192))))
        let events = try await customer.make(request, previewEvery: 1)
        #expect(events.previews.count == 3 && events.pictures.count == 1)
        let sent = try #require(customer.standIn.server.requests.first)
        #expect(try RequestSchema().problems("images/edits", form: sent.form) == [])
    }

    @Test func noEditTakesAModeration() async throws {
        let customer = try await Customer()
        var request = customer.request("a hat")
        request.moderation = "low"
        try customer.engine.validate(request)
        request.image = SourceImage(
            name: "$1", content: .pixels(RGBImage(width: 1, height: 1, bytes: [1, 2, 3])))
        #expect(throws: RemoteError.moderatedEdit) { try customer.engine.validate(request) }
    }

    @Test func whatCannotBeSentIsRefusedBeforehand() async throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("no picture", to: "a.png")
        let image = SourceImage(name: "a.png", content: .file(path: text))
        let gone = SourceImage(name: "$1", content: nil)
        let pixels = SourceImage(
            name: "$1", content: .pixels(RGBImage(width: 1, height: 1, bytes: [1, 2, 3])))
        let rows:
            [(
                model: String, image: SourceImage?, mask: SourceImage?, prompt: String,
                message: String
            )] = [
                (
                    "gpt-image", image, nil, "a",
                    "cannot send `a.png`: it is neither PNG, WebP nor JPEG"
                ),
                ("gpt-image", gone, nil, "a", "the picture `$1` that it began with is not here"),
                (
                    "gpt-image", nil, pixels, "a",
                    "`mask` says where to change a picture, and there is none"
                ),
                ("dalle3", pixels, nil, "a", "`dall-e-3` changes no pictures"),
                (
                    "dalle3", nil, nil, String(repeating: "a", count: 4001),
                    "the prompt has 4001 characters, and `dall-e-3` takes 4000"
                ),
            ]
        for row in rows {
            let customer = try await Customer(row.model)
            var request = customer.request(row.prompt)
            request.image = row.image
            request.mask = row.mask
            let error = #expect(throws: RemoteError.self) { try customer.engine.validate(request) }
            #expect(error?.message == row.message)
            #expect(customer.standIn.server.requests.isEmpty)
        }
    }
}
