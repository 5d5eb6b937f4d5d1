import FoundationEssentials
import Generation
import HTTP
import Images

/// A request of the images API: which operation, and with what.
struct ImagesRequest {
    /// The operation, as it follows the server's address.
    let operation: String
    /// The fields beside files, in the order in which a form has them.
    let fields: [(name: String, value: JSONValue)]
    /// The files of an edit.
    let files: [FormPart]

    /// What to send so that `model` makes what `request` says; `partials` asks for a stream with so many unfinished pictures.
    init(_ request: ImageRequest, for model: RemoteModel, partials: Int?) throws(RemoteError) {
        operation = request.image == nil ? "images/generations" : "images/edits"
        fields = Self.fields(request, model, partials)
        var files: [FormPart] = []
        if let image = request.image { files.append(try Self.part("image", image)) }
        if let mask = request.mask { files.append(try Self.part("mask", mask)) }
        self.files = files
    }

    /// What is sent after the head.
    var body: HTTPBody {
        if files.isEmpty { return .bytes(json) }
        return .form(fields.map { FormPart($0.name, text: Self.text($0.value)) } + files)
    }

    /// The fields as JSON.
    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let object = JSONValue.object(Dictionary(fields.map { ($0.name, $0.value) }) { $1 })
        return (try? encoder.encode(object)).map(Array.init) ?? []
    }

    private static func fields(
        _ request: ImageRequest, _ model: RemoteModel, _ partials: Int?
    ) -> [(name: String, value: JSONValue)] {
        var fields: [(name: String, value: JSONValue)] = [
            ("model", .string(model.name)), ("prompt", .string(request.prompt)),
            ("n", .number(Double(request.count))), ("size", .string(request.size.description)),
        ]
        switch model.dialect {
        // A picture by its address would have to be fetched, and expires.
        case .dalle2, .dalle3: fields.append(("response_format", .string("b64_json")))
        case .gpt, .unknown: break
        }
        let words = [
            ("quality", request.quality), ("style", request.style),
            ("background", request.background), ("output_format", request.format),
            ("moderation", request.moderation),
        ]
        for (name, word) in words {
            if let word { fields.append((name, .string(word))) }
        }
        if let partials {
            fields += [("stream", .bool(true)), ("partial_images", .number(Double(partials)))]
        }
        return fields
    }

    /// A value as a form holds it.
    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
        case .bool(let isTrue): isTrue ? "true" : "false"
        default: ""
        }
    }

    private static func part(_ field: String, _ source: SourceImage) throws(RemoteError) -> FormPart
    {
        switch source.content {
        case nil: throw .missingSource(source.name)
        case .pixels(let image):
            do {
                // Without the texts of the session's own file: what was typed before is nobody's business.
                return FormPart(
                    field, .bytes(try PNGFile.encode(image)), fileName: "\(field).png",
                    mediaType: "image/png")
            } catch {
                throw .badSource(name: source.name, reason: error.message)
            }
        case .file(let path):
            let kind = try SourceFile.kind(of: path, named: source.name)
            return FormPart(
                field, .file(path: path), fileName: "\(field).\(kind.rawValue)",
                mediaType: "image/\(kind.rawValue)")
        }
    }
}
