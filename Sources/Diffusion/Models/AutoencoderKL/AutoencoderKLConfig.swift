/// The `config.json` of a VAE, with the defaults that diffusers gives absent keys.
///
/// Mirrors `AutoencoderKL.__init__` in diffusers 0.42, models/autoencoders/autoencoder_kl.py.
struct AutoencoderKLConfig: Decodable, Sendable {
    var inChannels: Int?
    var outChannels: Int?
    var downBlockTypes: [String]?
    var upBlockTypes: [String]?
    var blockOutChannels: [Int]?
    var layersPerBlock: Int?
    var actFn: String?
    var latentChannels: Int?
    var normNumGroups: Int?
    var sampleSize: PerBlock<Int>?
    var scalingFactor: Float?
    var latentsMean: [Float]?
    var latentsStd: [Float]?
    var forceUpcast: Bool?
    var useQuantConv: Bool?
    var usePostQuantConv: Bool?
    var midBlockAddAttention: Bool?
}
