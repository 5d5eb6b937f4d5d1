import CommandLanguage
import Generation

extension Session {
    /// The service that a word names.
    func account(_ name: Located<ServiceName>) throws -> any AccountService {
        let accounts = loader.accounts
        guard let account = accounts.first(where: { $0.name == name.value.text }) else {
            throw AccountError.noService(name.value.text, known: accounts.map(\.name))
                .at(name.span)
        }
        return account
    }
}
