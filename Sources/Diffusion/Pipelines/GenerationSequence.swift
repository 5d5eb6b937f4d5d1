import Generation

/// The events of a request, made on the compute thread as they are asked for.
struct GenerationSequence: AsyncSequence, Sendable {
    typealias Element = GenerationEvent
    typealias Failure = any Error

    let engine: DiffusersEngine
    let request: ImageRequest
    let previewEvery: Int?
    let threads: ThreadCount

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let run: GenerationRun

        mutating func next() async throws -> GenerationEvent? {
            try await run.next()
        }

        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws -> GenerationEvent? {
            try await run.next()
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            run: GenerationRun(
                engine: engine, request: request, previewEvery: previewEvery, threads: threads))
    }
}
