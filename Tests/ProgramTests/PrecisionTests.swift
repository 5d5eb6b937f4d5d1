import TestSupport
import Testing

/// Precisions that the processor's library cannot do.
@Suite struct PrecisionTests {
    #if arch(x86_64)
    /// Where oneDNN is held to instructions without bf16, another precision is taken, which is said, and pictures are made.
    @Test func aPrecisionThatCannotBeDoneIsSaid() throws {
        let folder = try TemporaryFolder()
        let outcome = try BuiltProgram.run(
            ["-c", "load sketch bf16; gen \"a fox\" steps=1 seed=1"], in: folder.path,
            environment: ["ONEDNN_MAX_CPU_ISA": "AVX2"])
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("cpu has no bf16 arithmetic: computing in fp32"))
        #expect(outcome.results.contains("sketch · StableDiffusionPipeline · fp32 · cpu"))
    }
    #endif
}
