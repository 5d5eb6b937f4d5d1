package import Generation
import HTTP

extension HubLoader {
    /// A loader of what the Hub and the cache have that the process's environment names.
    package init(local: any FolderLoader, environment variables: [String: String]) {
        let environment = HubEnvironment(variables)
        let http = HTTPClient(agent: "easel/\(Easel.version)", environment: variables)
        self.init(
            local: local,
            hub: HubStore(
                client: HubClient(environment, http: http),
                cache: HubCache(folder: environment.cache)),
            environment: environment)
    }
}
