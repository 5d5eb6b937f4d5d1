import FoundationEssentials
import TestSupport

/// What diffusers' schedulers did, from `Reference/scheduler_fixtures.py`.
struct SchedulerFixtures: Decodable {
    /// One configuration.
    struct Case: Decodable {
        let name: String
        let config: String
        let choice: String?
        let corrected: Bool
        let runs: [Run]
    }

    /// A configuration with a number of steps.
    struct Run: Decodable {
        let steps: Int
        let timesteps: [Float]
        /// Nil where infinite.
        let sigmas: [Float?]
        let initial: Float
        let samples: [Sample]
    }

    /// The sample after a step.
    struct Sample: Decodable {
        let after: Int
        let values: [Float]
    }

    let cases: [Case]

    /// The cases of a group.
    static func load(_ group: String) throws -> [Case] {
        let file = URL(fileURLWithPath: Fixtures.path("schedulers/\(group).json"))
        return try JSONDecoder().decode(SchedulerFixtures.self, from: Data(contentsOf: file)).cases
    }
}
