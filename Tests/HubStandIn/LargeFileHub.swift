import Digests
import Foundation
import TestSupport

/// A Hub with one large file, which is sent as fast as the system can.
enum LargeFileHub {
    private static let commit = String(repeating: "c", count: 40)
    private static let weights = "unet/diffusion_pytorch_model.safetensors"
    private static let small = [
        "model_index.json":
            #"{"_class_name":"StableDiffusionPipeline","unet":["diffusers","UNet2DConditionModel"]}"#,
        "unet/config.json": "{}",
    ]

    /// Serves the file at `path` from now on; gives the address.
    static func serve(_ path: String) throws -> String {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { throw CocoaError(.fileReadNoSuchFile) }
        let (size, digest) = measure(file)
        let server = try LoopbackServer { request, connection in
            switch request.path {
            case "/api/models/bench/large/revision/main":
                try connection.answer(200, text: "{\"sha\":\"\(commit)\"}")
            case "/api/models/bench/large/tree/\(commit)":
                try connection.answer(200, text: listing(size, digest))
            default: try answer(request, connection, file, size, digest)
            }
        }
        return server.url
    }

    private static func answer(
        _ request: ServedRequest, _ connection: ServedConnection, _ file: Int32, _ size: Int,
        _ digest: String
    ) throws {
        let name = small.keys.first { request.path.hasSuffix($0) }
        let body = name.flatMap { small[$0] }
        let etag = body.map { "plain-\($0.utf8.count)" } ?? digest
        let fields = [
            ("X-Repo-Commit", commit), ("ETag", "\"\(etag)\""),
            ("Content-Length", "\(body?.utf8.count ?? size)"),
        ]
        try connection.head(200, fields)
        if request.method == "HEAD" { return }
        if let body {
            try connection.write(body.utf8)
        } else {
            try connection.send(file: file, from: 0, count: size)
        }
    }

    private static func listing(_ size: Int, _ digest: String) -> String {
        let plain = small.map {
            #"{"type":"file","path":"\#($0.key)","size":\#($0.value.utf8.count),"oid":"x"}"#
        }
        let large =
            #"{"type":"file","path":"\#(weights)","size":\#(size),"oid":"x","lfs":{"oid":"\#(digest)","size":\#(size)}}"#
        return "[" + (plain + [large]).joined(separator: ",") + "]"
    }

    private static func measure(_ file: Int32) -> (size: Int, digest: String) {
        var hash = SHA256()
        var size = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = read(file, &buffer, buffer.count), count > 0 {
            buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            size += count
        }
        return (size, hash.finish().hex)
    }
}
