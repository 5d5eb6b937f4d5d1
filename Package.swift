// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of Easel is compiled with.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// What every C target is compiled with: optimised in debug builds too, since tests run real models.
let optimised: [CSetting] = [
    .unsafeFlags(["-O3", "-fno-math-errno", "-Wall", "-Wextra", "-Werror"])
]

/// A Swift target with Easel's settings.
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// A test target with Easel's settings, `NAMETests` for the module `NAME`.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
        swiftSettings: strict)
}

let package = Package(
    name: "easel",
    products: [.executable(name: "easel", targets: ["easel"])],
    targets: [
        // C libraries and kernels.
        .target(name: "CDNNL", cSettings: optimised, linkerSettings: [.linkedLibrary("dnnl")]),
        .target(name: "CKernels", cSettings: optimised),
        .target(name: "CPNG", cSettings: optimised, linkerSettings: [.linkedLibrary("png16")]),
        // Opens its libraries when the program runs.
        .target(name: "CPango", cSettings: optimised),
        // Opens its library when the program runs.
        .target(name: "CCodecs", cSettings: optimised),
        .target(
            name: "CCrypto", cSettings: optimised, linkerSettings: [.linkedLibrary("crypto")]),
        // Opens its library when the program runs.
        .target(name: "CCurl", cSettings: optimised),
        .target(name: "CTerminal", cSettings: optimised),
        .target(
            name: "CEdit", dependencies: ["CTerminal"], cSettings: optimised,
            linkerSettings: [.linkedLibrary("edit")]),
        .systemLibrary(
            name: "CChafa", pkgConfig: "chafa", providers: [.apt(["libchafa-dev"])]),

        // The engine.
        module("Diagnostics"),
        module("Tensors", ["CDNNL", "CKernels", "Diagnostics"]),
        module("Layers", ["Tensors", "Diagnostics"]),
        module("Tokenizers", ["Diagnostics"]),
        module("Digests", ["CCrypto"]),
        module("Images", ["CPNG", "CPango", "CCodecs", "Digests", "Diagnostics"]),
        module("Generation", ["Images", "Diagnostics"]),
        module(
            "Diffusion",
            ["Tensors", "Layers", "Tokenizers", "Images", "Digests", "Generation", "Diagnostics"],
            resources: [.copy("Resources/sketch"), .copy("Resources/clip")]),

        // The network.
        module("HTTP", ["CCurl", "Diagnostics"]),
        module("Hub", ["HTTP", "Digests", "Generation", "Diagnostics"]),
        module("OpenAIImages", ["HTTP", "Generation", "Images", "Digests", "Diagnostics"]),

        // The shell.
        module("CommandLanguage", ["Diagnostics"]),
        module("Terminal", ["CEdit", "CChafa", "CTerminal", "Images", "Diagnostics"]),
        module(
            "Shell", ["CommandLanguage", "Generation", "Images", "Terminal", "Diagnostics"]),
        .executableTarget(
            name: "easel",
            dependencies: ["Shell", "Diffusion", "Hub", "OpenAIImages", "Generation"],
            swiftSettings: strict),

        .executableTarget(
            name: "easel-bench",
            dependencies: ["Diffusion", "Generation", "Tensors", "TestSupport"],
            path: "Benchmarks/EaselBench", swiftSettings: strict),

        // A stand-in of the Hub that goes on until it is ended, for the scripts.
        .executableTarget(
            name: "hub-stand-in", dependencies: ["TestSupport", "Digests"],
            path: "Tests/HubStandIn", swiftSettings: strict),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["Digests", "Images", "Layers", "Tensors", "Terminal"],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests("Tensors", ["CKernels"]),
        tests("Layers"),
        tests("Tokenizers"),
        tests("Images", ["CPango", "Digests"]),
        tests("Generation", ["Images"]),
        tests("Diffusion", ["Tensors", "Layers", "Generation", "Images"]),
        tests("HTTP", ["Diagnostics"]),
        tests("Hub", ["HTTP", "Digests", "Generation", "Diffusion", "Images", "Diagnostics"]),
        tests("OpenAIImages", ["HTTP", "Generation", "Images", "Shell", "Diagnostics"]),
        .executableTarget(
            name: "openai-stand-in", dependencies: ["TestSupport"], path: "Tests/StandIn",
            swiftSettings: strict),
        tests("CommandLanguage", ["Diagnostics"]),
        tests("Terminal", ["Images"]),
        tests("Shell", ["CommandLanguage", "Generation", "Images", "Terminal", "Diagnostics"]),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "easel", "Shell", "CommandLanguage", "Diffusion", "Generation", "Images",
                "Terminal",
                "TestSupport",
            ],
            swiftSettings: strict),
    ]
)
