import Generation
import Glibc
import Shell

exit(await Program.run(CommandLine.arguments, loader: NoModels()))

/// Stands where the loader of diffusers folders belongs until that is there.
struct NoModels: EngineLoader {
    struct Absent: Error, CustomStringConvertible {
        let description = "no model can be loaded in this build"
    }

    let summary = "no device"
    let known: [KnownModel] = []

    func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine { throw Absent() }

    func setThreads(_ count: Int?) {}
}
