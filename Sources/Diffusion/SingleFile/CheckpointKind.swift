/// What a file of weights is where it is no model that can be loaded from a single file.
package enum CheckpointKind: Hashable, Sendable {
    case stableDiffusion2
    case refiner
    case inpainting
    case instructPix2Pix
    case edm
    case lora
    case controlNet
    case textualInversion
    case unetAlone
    case vaeAlone
    case diffusersPart
    case otherFamily(String)
    case unknown

    /// What it is, as the rest of a sentence about the file.
    var description: String {
        switch self {
        case .stableDiffusion2: "is Stable Diffusion 2 in a single file, which is not supported"
        case .refiner: "is SDXL's refiner, which goes on with another model's pictures"
        case .inpainting: "is a model for inpainting: its UNet takes 9 channels, not 4"
        case .instructPix2Pix: "is a model that edits pictures: its UNet takes 8 channels, not 4"
        case .edm: "is a model of the EDM kind, which is not supported"
        case .lora: "is a LoRA, a change to a model and no model"
        case .controlNet: "is a ControlNet, which steers a model and is none"
        case .textualInversion: "is a textual inversion, a word for a model and no model"
        case .unetAlone: "is a UNet alone, without text encoder and VAE"
        case .vaeAlone: "is a VAE alone, without text encoder and UNet"
        case .diffusersPart: "is one part of a diffusers repository"
        case .otherFamily(let name): "is of another family, \(name), which is not supported"
        case .unknown: "is neither Stable Diffusion 1 nor SDXL in a single file"
        }
    }

    /// What to do instead.
    var advice: String {
        switch self {
        case .stableDiffusion2, .unknown:
            "get the model as a diffusers folder, and load that: `load ./folder`"
        case .refiner, .lora, .controlNet, .textualInversion: "load the model that it was made for"
        case .inpainting, .instructPix2Pix: "load the model that it was made from"
        case .edm, .otherFamily: "load a model of Stable Diffusion 1 or SDXL"
        case .unetAlone, .vaeAlone: Self.wholeModel
        case .diffusersPart: "name the folder that holds `model_index.json`"
        }
    }

    /// The advice where parts of a model are missing.
    static let wholeModel =
        "get the whole model, with text encoder, UNet and VAE, as one file or as a diffusers folder"
}
