import Diffusion
import Glibc
import Shell

exit(await Program.run(CommandLine.arguments, loader: DiffusersLoader()))
