import Foundation
import Images

/// What somebody asks of the stand-in, whether in JSON or by a form.
struct StandInOrder {
    let prompt: String
    let count: Int
    let size: String
    let format: String
    let quality: String
    let wantsURL: Bool
    let isStreamed: Bool
    let partials: Int
    let kind: String

    /// The tokens of every answer.
    static var usage: [String: Any] {
        [
            "input_tokens": 20, "output_tokens": 1056, "total_tokens": 1076,
            "input_tokens_details": ["text_tokens": 12, "image_tokens": 8],
        ]
    }

    init(_ request: ServedRequest, isForm: Bool, operation: String) {
        var fields: [String: String] = [:]
        if isForm {
            for part in request.form where part.fileName == nil { fields[part.name] = part.text }
        } else {
            let json = try? JSONSerialization.jsonObject(with: Data(request.body))
            for (name, value) in json as? [String: Any] ?? [:] { fields[name] = "\(value)" }
        }
        prompt = fields["prompt"] ?? ""
        count = Int(fields["n"] ?? "") ?? 1
        size = fields["size"] ?? "1024x1024"
        format = fields["output_format"] ?? "png"
        quality = fields["quality"] ?? "high"
        wantsURL = fields["response_format"] == "url"
        isStreamed = ["true", "1"].contains(fields["stream"] ?? "")
        partials = Int(fields["partial_images"] ?? "") ?? 0
        kind = operation == "images/edits" ? "image_edit" : "image_generation"
    }

    /// The picture of the given number, of the size that was asked for.
    func picture(_ number: Int) throws -> [UInt8] {
        let sides = size.split(separator: "x").compactMap { Int($0) }
        let (width, height) = sides.count == 2 ? (sides[0], sides[1]) : (1024, 1024)
        return try PNGFile.encode(Self.image(seed: number, width: width, height: height))
    }

    /// A picture with a slope of colours that differs by its number.
    static func image(seed: Int, width: Int, height: Int) -> RGBImage {
        let bytes = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            for place in 0..<width * height {
                buffer[place * 3] = UInt8(truncatingIfNeeded: place / width / 4)
                buffer[place * 3 + 1] = UInt8(truncatingIfNeeded: place % width / 4)
                buffer[place * 3 + 2] = UInt8(truncatingIfNeeded: seed * 60)
            }
            count = width * height * 3
        }
        return RGBImage(width: width, height: height, bytes: bytes)
    }

    /// A picture that cannot be packed, so that its file has some four million bytes.
    static func noise() throws -> [UInt8] {
        let side = 1168
        var random = SeededRandom(seed: 4)
        let bytes = (0..<side * side * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
        return try PNGFile.encode(RGBImage(width: side, height: side, bytes: bytes))
    }

    /// The body of an answer.
    func body(data: [[String: String]], format: String? = nil) -> String {
        let fields: [String: Any] = [
            "created": 1_795_000_000, "data": data, "usage": Self.usage, "size": size,
            "quality": quality == "auto" ? "high" : quality, "output_format": format ?? self.format,
            "background": "opaque",
        ]
        let bytes = (try? JSONSerialization.data(withJSONObject: fields)) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An event of a stream.
    func event(
        _ name: String, picture: [UInt8], _ more: [String: Any]
    ) -> [String: Any] {
        let fields: [String: Any] = [
            "type": "\(kind).\(name)", "b64_json": picture.base64, "created_at": 1_795_000_000,
            "size": size, "quality": quality, "background": "opaque", "output_format": format,
        ]
        return fields.merging(more) { $1 }
    }
}
