import Diffusion
import Generation
import Testing

/// The names of other tools lead to schedulers that there are.
@Suite struct SchedulerNameTests {
    @Test func everyShortNameIsAChoice() {
        let names = SchedulerName.all.flatMap { row in
            row.hasKarras ? [row.name, row.name + "-karras"] : [row.name]
        }
        #expect(Set(names) == Set(SchedulerChoice.all.map(\.name)))
        #expect(names.count == SchedulerChoice.all.count)
    }
}
