import Diagnostics
import Diffusion
import Generation
import TestSupport
import Testing

/// Repositories that cannot be loaded: a sentence each, that names the file and the key.
@Suite struct ConfigFaultTests {
    /// A change of a pipeline's file, and what is said of it; `DIR` stands for the folder.
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var pipeline: String
        var change: @Sendable (PipelineFolder) throws -> Void
        var message: String
        var hint: String?

        /// A key's value, nil to remove it, in the `config.json` of a component; `KEY` stands for where it is.
        init(
            _ component: String, _ key: String, _ value: String?, _ why: String,
            of pipeline: String = "sd", hint: String? = nil
        ) {
            testDescription = "\(pipeline)/\(component) \(key) \(value ?? "removed")"
            self.pipeline = pipeline
            let file = component + "/config.json"
            change = { try $0.set(key, value, in: file) }
            message = why.replacing("KEY", with: "`\(key)` in `DIR/\(file)`")
            self.hint = hint
        }

        /// A value that is not supported.
        init(_ component: String, _ key: String, unsupported value: String, supported: String) {
            let shown = value.filter { $0 != "\"" && $0 != "[" && $0 != "]" }
            self.init(
                component, key, value, "KEY is `\(shown)`, which is not supported",
                hint: "supported: " + supported)
        }

        /// Any change.
        init(
            _ name: String, _ pipeline: String = "sd", message: String, hint: String?,
            _ change: @escaping @Sendable (PipelineFolder) throws -> Void
        ) {
            testDescription = name
            self.pipeline = pipeline
            self.message = message
            self.hint = hint
            self.change = change
        }
    }

    @Test(arguments: unsupported + wrongNumbers + wrongFolders)
    func isExplained(_ fault: Fault) async throws {
        let folder = try PipelineFolder(fault.pipeline)
        try fault.change(folder)
        let error = await #expect(throws: (any Error).self) { try await folder.load() }
        let explained = try #require(error as? any ExplainedError)
        #expect(explained.message == fault.message.replacing("DIR", with: folder.path))
        #expect(explained.hint == fault.hint)
    }

    @Test func namesThatAreNoModelAreExplained() async throws {
        func error(_ request: LoadRequest) async -> LoadError? {
            await #expect(throws: LoadError.self) {
                try await DiffusersLoader().load(request, report: { _ in }) as DiffusersEngine
            }
        }
        let sketh = await error(LoadRequest(model: "sketh"))
        #expect(sketh?.message == "there is no model `sketh`")
        #expect(sketh?.hint == "did you mean `sketch`?")
        let absent = await error(LoadRequest(model: "/absent/folder"))
        #expect(absent?.message == "there is no folder `/absent/folder`")
        #expect(absent?.hint != nil)
        let file = await error(LoadRequest(model: "/etc/passwd"))
        #expect(
            file?.message == "`/etc/passwd` is neither a model's folder nor a `.safetensors` file")
        #expect(
            file?.hint
                == "name the folder that holds `model_index.json`, or the `.safetensors` file of a whole model"
        )
        let precision = await error(LoadRequest(model: "sketch", precision: "int4"))
        #expect(precision?.message == "there is no precision `int4`")
        #expect(precision?.hint == "one of `fp32`, `bf16`, `fp16`")
        let device = await error(LoadRequest(model: "sketch", device: "cuda:3"))
        #expect(device?.message == "there is no device `cuda:3` here")
        #expect(device?.hint == "use `cpu`")
        let offload = await error(LoadRequest(model: "sketch", offload: "blocks"))
        #expect(offload?.message == "device `cpu` has no offload `blocks`")
        #expect(offload?.hint == "on `cpu` there is `none`")
    }

    @Test func requestsThatCannotBeMadeAreExplained() async throws {
        let engine = try await PipelineFolder("sd").load()
        func error(_ change: (inout ImageRequest) -> Void) -> GenerationError? {
            var request = ImageRequest(
                prompt: "a lion", seed: 1, steps: 2, guidance: 5,
                size: ImageSize(width: 64, height: 64))
            change(&request)
            return #expect(throws: GenerationError.self) { try engine.validate(request) }
        }
        let empty = error { $0.prompt = " \n" }
        #expect(empty?.message == "the prompt is empty")
        #expect(empty?.hint == "say what to draw: `gen \"a lion having coffee\"`")
        let size = error { $0.size = ImageSize(width: 60, height: 64) }
        #expect(
            size?.message
                == "size `60x64` does not suit the model: both sides must be multiples of 8")
        #expect(size?.hint == "`set size 64x64`")
        #expect(error { $0.size = ImageSize(width: 0, height: 64) }?.hint == "`set size 8x64`")
        #expect(error { $0.size = ImageSize(width: -8, height: 64) } != nil)
        let scheduler = error { $0.scheduler = "heun" }
        #expect(scheduler?.message == "there is no scheduler `heun`")
        #expect(scheduler?.hint?.hasPrefix("one of `pndm`, `ddim`") == true)
        let huge = error { $0.size = ImageSize(width: 1 << 40, height: 1 << 40) }
        #expect(
            huge?.message.hasPrefix("a picture of `1099511627776x1099511627776` needs about")
                == true)
        #expect(huge?.hint == "try a smaller `size`")
    }
}
