import FoundationEssentials

/// The options of a repository's `scheduler_config.json` as written; nil where the file says nothing.
///
/// The names are the file's in camel case. What an absent option means depends on the scheduler's class.
struct SchedulerOptions: Decodable, Sendable {
    var _className: String?

    // The noise that the model was trained with.
    var numTrainTimesteps: Int?
    var betaStart: Double?
    var betaEnd: Double?
    var betaSchedule: String?
    var trainedBetas: [Double]?
    var rescaleBetasZeroSnr: Bool?

    // What the model predicts.
    var predictionType: String?
    var varianceType: String?
    var clipSample: Bool?
    var clipSampleRange: Double?
    var thresholding: Bool?

    // Which timesteps and sigmas are visited.
    var timestepSpacing: String?
    var timestepType: String?
    var stepsOffset: Int?
    var setAlphaToOne: Bool?
    var interpolationType: String?
    var useKarrasSigmas: Bool?
    var useExponentialSigmas: Bool?
    var useBetaSigmas: Bool?
    var useLuLambdas: Bool?
    var useFlowSigmas: Bool?
    var useDynamicShifting: Bool?
    var shiftTerminal: Double?
    var sigmaMin: Double?
    var sigmaMax: Double?
    var finalSigmasType: String?
    var lambdaMinClipped: Double?
    var originalInferenceSteps: Int?

    // How a step is made.
    var skipPrkSteps: Bool?
    var algorithmType: String?
    var solverType: String?
    var solverOrder: Int?
    var lowerOrderFinal: Bool?
    var eulerAtFinal: Bool?
    var predictX0: Bool?
    var disableCorrector: [Int]?
    var solverP: Unsupported?
    var timestepScaling: Double?

    /// A value of any kind that no scheduler here can honour.
    struct Unsupported: Decodable, Sendable {
        init(from decoder: any Decoder) {}
    }
}

extension SchedulerOptions {
    /// Decodes a configuration's JSON, in which diffusers writes an infinite number as `-Infinity`.
    init(json: Data, source: String) throws {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            self = try decoder.decode(SchedulerOptions.self, from: json)
        } catch DecodingError.typeMismatch(let type, let context)
            where !context.codingPath.isEmpty
        {
            let option = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw SchedulerError.wrongType(
                option: Self.snakeCase(option), expected: "\(type)", source: source)
        } catch {
            throw SchedulerError.notJSON(source: source)
        }
    }

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { snake, letter in
            if letter.isUppercase { snake += "_" }
            snake += letter.lowercased()
        }
    }
}
