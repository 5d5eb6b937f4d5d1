import Layers

/// The `config.json` of a UNet, with the defaults that diffusers gives absent keys.
///
/// Mirrors `UNet2DConditionModel.__init__` in diffusers 0.42, models/unets/unet_2d_condition.py.
struct UNet2DConditionConfig: Decodable, Sendable {
    var sampleSize: PerBlock<Int>?
    var inChannels: Int?
    var outChannels: Int?
    var flipSinToCos: Bool?
    var freqShift: Float?
    var downBlockTypes: [String]?
    var midBlockType: String?
    var upBlockTypes: [String]?
    var blockOutChannels: [Int]?
    var layersPerBlock: PerBlock<Int>?
    var downsamplePadding: Int?
    var normNumGroups: Int?
    var normEps: Float?
    var crossAttentionDim: PerBlock<Int>?
    var transformerLayersPerBlock: PerBlock<PerBlock<Int>>?
    var reverseTransformerLayersPerBlock: PerBlock<PerBlock<Int>>?
    var attentionHeadDim: PerBlock<Int>?
    var numAttentionHeads: PerBlock<Int>?
    var additionEmbedType: String?
    var additionTimeEmbedDim: Int?
    var projectionClassEmbeddingsInputDim: Int?
    var timeCondProjDim: Int?
    var timeEmbeddingDim: Int?

    // Options of which one value is supported.
    var actFn: String?
    var onlyCrossAttention: PerBlock<Bool>?
    var dualCrossAttention: Bool?
    var centerInputSample: Bool?
    var classEmbedType: String?
    var numClassEmbeds: Int?
    var encoderHidDim: Int?
    var encoderHidDimType: String?
    var resnetTimeScaleShift: String?
    var resnetSkipTimeAct: Bool?
    var resnetOutScaleFactor: Float?
    var midBlockScaleFactor: Float?
    var timeEmbeddingType: String?
    var timeEmbeddingActFn: String?
    var timestepPostAct: String?
    var convInKernel: Int?
    var convOutKernel: Int?
    var attentionType: String?
    var crossAttentionNorm: String?
}
