import Diffusion
import FoundationEssentials
import Glibc
import Hub
import Shell

let local = DiffusersLoader(otherNames: KnownRepository.names)
let loader = HubLoader(local: local, environment: ProcessInfo.processInfo.environment)
exit(await Program.run(CommandLine.arguments, loader: loader))
