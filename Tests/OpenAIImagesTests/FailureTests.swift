import Diagnostics
import Generation
import HTTP
import OpenAIImages
import TestSupport
import Testing

/// What a person reads of every failure, and how often a request is sent for it.
@Suite struct FailureTests {
    struct Failure: Sendable, CustomTestStringConvertible {
        var fault: StandInFault
        var message: String
        var hint: String?
        var requests = 1
        var testDescription: String { fault.rawValue }
    }

    static let request = "(request req_stand_in_1234)"
    static let again = "make it again; what was made may be charged"

    static let failures = [
        Failure(
            fault: .unverified,
            message:
                "your organization must be verified to use `gpt-image-2.5-sunburst` \(request)",
            hint:
                "verify it at platform.openai.com/settings/organization/general; that takes some minutes"
        ),
        Failure(
            fault: .gone,
            message:
                "HOST has no model `gpt-image-2.5-sunburst`: The model `x` does not exist or you do not have access to it. \(request)",
            hint: "`models` lists the names; `load openai:NAME` takes any other"),
        Failure(
            fault: .blockedInput,
            message:
                "HOST does not allow the prompt or the picture that was sent: violence, self-harm \(request)",
            hint: "say it in other words"),
        Failure(
            fault: .blockedOutput,
            message:
                "HOST does not allow the picture that was made: violence, self-harm \(request)",
            hint: "say it in other words"),
        Failure(
            fault: .policy,
            message:
                "HOST does not allow this: Your request was rejected as a result of our safety system. \(request)",
            hint: "say it in other words"),
        Failure(
            fault: .billing,
            message:
                "the account has no more to spend: Billing hard limit has been reached. \(request)",
            hint: "look at platform.openai.com/settings/organization/billing"),
        Failure(
            fault: .quota,
            message:
                "the account has no more to spend: You exceeded your current quota, please check your plan and billing details. \(request)",
            hint: "look at platform.openai.com/settings/organization/billing"),
        Failure(
            fault: .credit,
            message:
                "the account has no more to spend: Your credit balance is exhausted. \(request)",
            hint: "look at platform.openai.com/settings/organization/billing"),
        Failure(
            fault: .rate,
            message:
                "too many requests at once: Rate limit reached for images per minute. Limit: 5/1min. \(request)",
            hint: "try again in a while", requests: 3),
        Failure(
            fault: .failing,
            message: "HOST failed (500, 3 times): The server had an error. \(request)",
            hint: "try again in a while", requests: 3),
        Failure(
            fault: .failingHTML, message: "HOST failed (502, 3 times): it does not say why",
            hint: "try again in a while", requests: 3),
        Failure(
            fault: .noRetry, message: "HOST failed (500): Broken for good. \(request)",
            hint: "try again in a while"),
        Failure(
            fault: .html, message: "HOST answered with `text/html` (200) where JSON is due",
            hint: "look at `base` and `OPENAI_BASE_URL`, which end in `/v1` for most servers"),
        Failure(
            fault: .cutBase64, message: "picture 1 of the answer is cut off or not Base64",
            hint: again),
        Failure(
            fault: .notBase64, message: "picture 1 of the answer is cut off or not Base64",
            hint: again),
        Failure(fault: .text, message: "what came as png is no picture \(request)"),
        Failure(fault: .empty, message: "there is no picture in the answer of HOST \(request)"),
        Failure(
            fault: .fastapi, message: "HOST refuses this (422): size: field required"),
        Failure(fault: .fastapiText, message: "HOST refuses this (400): no such pipeline"),
        Failure(
            fault: .echo,
            message: "HOST refuses this (400): No: Authorization: Bearer …nly5, …nly5 \(request)"),
        Failure(
            fault: .lostURL,
            message:
                "the answer was lost on its way: HOST answered 404 in the place of the picture",
            hint: "make it again; the service may charge for the lost picture", requests: 2),
        Failure(
            fault: .hugeLength,
            message: "the answer is longer than what was asked can be (90527060 bytes)"),
        Failure(
            fault: .huge,
            message: "the answer is longer than what was asked can be (67108864 bytes)"),
    ]

    @Test(arguments: failures) func isExplained(_ failure: Failure) async throws {
        let customer = try await Customer()
        let error = await #expect(throws: RemoteError.self) {
            _ = try await customer.make("[\(failure.fault.rawValue)] a lion")
        }
        let host = URLHost.of(customer.standIn.server.url)
        #expect(error?.message == failure.message.replacing("HOST", with: host))
        #expect(error?.hint == failure.hint)
        #expect(customer.standIn.server.requests.count == failure.requests)
    }

    @Test func aDamagedPictureIsSaidToBe() async throws {
        let customer = try await Customer()
        let error = await #expect(throws: RemoteError.self) {
            _ = try await customer.make("[damaged] a")
        }
        #expect(
            error?.message.hasPrefix(
                "the picture that came cannot be read: the PNG file of 500 bytes is damaged")
                == true)
        #expect(error?.hint == Self.again)
    }

    @Test(arguments: [StandInFault.streamError, .streamCut]) func aStreamCanFailToo(
        fault: StandInFault
    ) async throws {
        let customer = try await Customer()
        let error = await #expect(throws: RemoteError.self) {
            _ = try await customer.make(customer.request("[\(fault.rawValue)] a"), previewEvery: 1)
        }
        let host = URLHost.of(customer.standIn.server.url)
        let expected =
            fault == .streamError
            ? "\(host) does not allow this: Blocked."
            : "\(host) ended its answer before the picture \(Self.request)"
        #expect(error?.message == expected)
        #expect(customer.standIn.server.requests.count == 1)
    }

    @Test func anAnswerThatBreaksOffIsNotBoughtTwice() async throws {
        let customer = try await Customer()
        let error = await #expect(throws: RemoteError.self) {
            _ = try await customer.make("[broken] a")
        }
        #expect(error?.message.hasPrefix("the answer was lost on its way: ") == true)
        #expect(customer.standIn.server.requests.count == 1)
    }

    @Test(arguments: [(StandInFault.rateTwice, 3), (.failingOnce, 2), (.resetOnce, 2)])
    func whatPassesIsTriedAgain(fault: StandInFault, requests: Int) async throws {
        let customer = try await Customer()
        let events = try await customer.make("[\(fault.rawValue)] a lion")
        #expect(events.pictures.count == 1)
        #expect(customer.standIn.server.requests.count == requests)
        let waits = events.notes.filter { $0.contains(": trying again in ") }
        #expect(waits.count == requests - 1)
    }

    @Test func resetsThatStayAreExplained() async throws {
        let customer = try await Customer()
        let error = await #expect(throws: HTTPError.self) {
            _ = try await customer.make("[reset] a")
        }
        #expect(error != nil)
        #expect(customer.standIn.server.requests.count == 3)
    }

    @Test func silenceHasAnEnd() async throws {
        let customer = try await Customer(
            limits: HTTPLimits(connecting: 30, stalling: nil, total: 0.2))
        let error = await #expect(throws: HTTPError.self) {
            _ = try await customer.make("[silent] a")
        }
        #expect(error?.message.contains("took too long") == true)
    }

    @Test func aCancelledRequestEndsAtOnce() async throws {
        let customer = try await Customer()
        let task = Task { try await customer.make("[silent] a") }
        while customer.standIn.server.requests.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }

    @Test func aWrongKeyIsNamedByItsEndAlone() async throws {
        let customer = try await Customer(environment: [
            "OPENAI_API_KEY": "sk-proj-Wrong1Wrong2Wrong3Wrong4"
        ])
        let error = await #expect(throws: RemoteError.self) { _ = try await customer.make("a") }
        let host = URLHost.of(customer.standIn.server.url)
        #expect(
            error?.message
                == "\(host) does not know the key …ong4 from OPENAI_API_KEY \(Self.request)")
        #expect(error?.hint == "`login openai` asks for another one (platform.openai.com/api-keys)")
    }
}
