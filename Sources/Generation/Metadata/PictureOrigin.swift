package import Images

/// What a PNG's texts say about how its picture came about, whichever tool wrote them.
///
/// All of it is data from a file: nothing is executed, and what cannot be understood stays text in `others`.
package struct PictureOrigin: Hashable, Sendable {
    /// The tool that wrote the texts.
    package var tool: Tool
    /// The tool's version, as it gives it.
    package var version: String?
    /// What the picture should show, with the tool's own syntax left in it.
    package var prompt: String?
    /// What it should not show.
    package var negative: String?
    /// Where its noise came from.
    package var seed: UInt64?
    /// Denoising steps, 1 and more.
    package var steps: Int?
    /// The guidance scale.
    package var guidance: Double?
    /// The size that was asked for, which a second pass can have enlarged.
    package var size: ImageSize?
    /// The sampler in the tool's words (`DPM++ 2M`).
    package var sampler: String?
    /// The schedule of noise levels in the tool's words (`Karras`).
    package var schedule: String?
    /// The short name by which `set scheduler` knows sampler and schedule; nil where Easel has nothing like it.
    package var scheduler: String?
    /// The model's name or file.
    package var model: String?
    /// The hash of the model's file, of whatever kind the tool uses.
    package var modelHash: String?
    /// Easel's own record, where there is one.
    package var record: PictureRecord?
    /// All else that the texts say, in their order.
    package var others: [OriginPair] = []
    /// What of the picture Easel does not reproduce, in a sentence each.
    package var notes: [String] = []

    /// The tools whose texts are understood; the raw values are their names.
    package enum Tool: String, CaseIterable, Sendable {
        /// This program.
        case easel = "Easel"
        /// The web UI, and what writes as it does.
        case automatic1111 = "AUTOMATIC1111"
        /// Forge, which grew out of the web UI.
        case forge = "Forge"
        /// SD.Next, which grew out of the web UI.
        case sdNext = "SD.Next"
        /// Graphs of nodes.
        case comfyUI = "ComfyUI"
        /// InvokeAI from its beginnings as `dream.py` to version 6.
        case invokeAI = "InvokeAI"
        /// Fooocus.
        case fooocus = "Fooocus"
        /// SwarmUI.
        case swarmUI = "SwarmUI"
        /// NovelAI.
        case novelAI = "NovelAI"
        /// Draw Things.
        case drawThings = "Draw Things"
        /// Easy Diffusion.
        case easyDiffusion = "Easy Diffusion"
        /// stable-diffusion.cpp.
        case stableDiffusionCpp = "stable-diffusion.cpp"
    }

    /// What the texts of a PNG tell; nil where they tell nothing of how a picture was made.
    package init?(_ texts: [PNGText]) {
        let texts = OriginTexts(texts)
        for read in Self.readers {
            guard let origin = read(texts) else { continue }
            self = origin
            return
        }
        return nil
    }

    /// Nothing is known but the tool.
    init(tool: Tool) {
        self.tool = tool
    }

    /// The more a tool's texts are its own, the earlier; `parameters` is copied about by many tools, and the
    /// graph of a picture that another tool worked on last comes after it.
    private static let readers: [@Sendable (OriginTexts) -> PictureOrigin?] = [
        easel, invokeAI, novelAI, infotext, comfyUI, easyDiffusion, drawThings, commentOfFooocus,
    ]
}

/// A named value in a picture's texts.
package struct OriginPair: Hashable, Sendable {
    /// The name that the tool gives it.
    package var name: String
    /// The value as the tool wrote it.
    package var text: String

    /// A value of the given name.
    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// A PNG's texts by their names.
struct OriginTexts {
    /// All of them in the file's order.
    let all: [OriginPair]

    /// The texts of a file.
    init(_ texts: [PNGText]) {
        all = texts.map { OriginPair(name: $0.keyword, text: Self.repaired($0.text)) }
    }

    /// The first text of that name.
    subscript(name: String) -> String? {
        all.first { $0.name == name }?.text
    }

    /// The text that was meant: PNG's plain texts are Latin-1, but many tools write UTF-8 into them.
    private static func repaired(_ text: String) -> String {
        var bytes: [UInt8] = []
        var isASCII = true
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { return text }
            isASCII = isASCII && byte < 128
            bytes.append(byte)
        }
        return isASCII ? text : String(validating: bytes, as: UTF8.self) ?? text
    }
}
