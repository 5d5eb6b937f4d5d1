import Terminal
import Testing

@Suite struct ProgressTextTests {
    private func state(_ done: Int, _ total: Int, _ seconds: Double?) -> ProgressState {
        ProgressState(
            label: "lion", amount: .steps(done: done, total: total), secondsPerStep: seconds)
    }

    @Test func everythingWhereThereIsRoom() {
        #expect(
            state(7, 20, 1 / 3.1).text(columns: 79)
                == "lion  ████████▍░░░░░░░░░░░░░░░  7/20  3.1 steps/s  5 s left")
        #expect(
            state(5, 20, 2.44).text(columns: 79)
                == "lion  ██████░░░░░░░░░░░░░░░░░░  5/20  2.4 s/step  37 s left")
        #expect(state(0, 20, nil).text(columns: 79).hasSuffix("░░  0/20"))
        #expect(state(20, 20, 1).text(columns: 79).hasSuffix("██  20/20  1.0 s/step"))
    }

    @Test func aShareHasNoRate() {
        let half = ProgressState(label: "load", amount: .share(0.5)).text(columns: 79)
        #expect(half == "load  ████████████░░░░░░░░░░░░  50%")
        let almost = ProgressState(label: "load", amount: .share(0.999)).text(columns: 79)
        #expect(almost.hasSuffix("99%"))
    }

    @Test func whatMattersLeastGoesFirst() {
        let state = state(7, 20, 0.5)
        #expect(state.text(columns: 44) == "lion  ███▏░░░░░  7/20  2.0 steps/s  7 s left")
        #expect(state.text(columns: 40) == "lion  █████▎░░░░░░░░░  7/20  2.0 steps/s")
        #expect(state.text(columns: 24) == "lion  ████▏░░░░░░░  7/20")
        #expect(state.text(columns: 13) == "lion  7/20")
        #expect(state.text(columns: 9) == "li…  7/20")
        #expect(state.text(columns: 3) == "  …")
    }

    @Test func nothingIsEverTooWide() {
        for label in ["lion", "ライオン 🦁☕", ""] {
            for columns in 0...120 {
                for state in [
                    ProgressState(
                        label: label, amount: .steps(done: 99, total: 1000), secondsPerStep: 90),
                    ProgressState(label: label, amount: .share(.nan)),
                    ProgressState(
                        label: label, amount: .steps(done: -3, total: 0), secondsPerStep: .infinity),
                ] {
                    #expect(displayWidth(of: state.text(columns: columns)) <= columns)
                }
            }
        }
    }

    @Test(arguments: [
        (0, "░░░░"), (1.0 / 32, "▏░░░"), (0.5, "██░░"), (0.53125, "██▏░"), (0.99, "███▉"),
        (1, "████"), (.infinity, "████"), (7, "████"), (-1, "░░░░"), (.nan, "░░░░"),
    ])
    func bar(share: Double, text: String) {
        #expect(progressBar(share, columns: 4) == text)
    }

    @Test(
        arguments: [
            (1_234_567, 2_000_000, 1e-6, "1.2/2.0 MB  1.0 MB/s  1 s left"),
            (400_000_000, 4_300_000_000, 1e-8, "400/4300 MB  100.0 MB/s  39 s left"),
            (5, 5, 1e-6, "0.0/0.0 MB  1.0 MB/s"), (0, 20_000_000, nil, "0.0/20 MB"),
        ] as [(Int, Int, Double?, String)])
    func bytesAreToldInMegabytes(_ done: Int, _ total: Int, _ pace: Double?, _ text: String) {
        let state = ProgressState(
            label: "a", amount: .bytes(done: done, total: total), secondsPerStep: pace)
        #expect(state.text(columns: 90).hasSuffix(text))
    }

    @Test(arguments: [
        (0, "0 s"), (0.2, "1 s"), (59, "59 s"), (59.5, "1 min 00 s"), (125, "2 min 05 s"),
        (3600, "1 h 00 min"), (4800, "1 h 20 min"), (-4, "0 s"), (.nan, "0 s"),
        (.infinity, "277777 h 46 min"),
    ])
    func durations(seconds: Double, text: String) {
        #expect(duration(seconds) == text)
    }

    @Test func theClockLearnsAStepsLength() throws {
        var clock = StepClock()
        clock.advance(to: 0, at: 100)
        #expect(clock.secondsPerStep == nil)
        clock.advance(to: 1, at: 104)
        #expect(clock.secondsPerStep == 4)
        clock.advance(to: 1, at: 105)
        #expect(clock.secondsPerStep == 4)
        clock.advance(to: 3, at: 105)
        #expect(clock.secondsPerStep == 3.125)
    }

    @Test func aNewPictureStartsTheClockAgain() {
        var clock = StepClock()
        clock.advance(to: 1, at: 0)
        clock.advance(to: 20, at: 19)
        clock.advance(to: 1, at: 60)
        #expect(clock.secondsPerStep == nil)
        clock.advance(to: 2, at: 62)
        #expect(clock.secondsPerStep == 2)
    }
}
