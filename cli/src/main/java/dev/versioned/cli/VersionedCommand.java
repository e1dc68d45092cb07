package dev.versioned.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The command itself: its global options; {@link CommandModel} adds the subcommands. */
@Command(
    name = "versioned",
    description =
        "Lambda's versions and aliases for any artifact: bytes in S3, versions and weighted aliases"
            + " in DynamoDB.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  versioned init --bucket acme-artifacts --table acme-artifacts",
      "  versioned publish checkout build/checkout.jar",
      "  versioned rollout run checkout LIVE --to 8 --strategy Canary10Percent5Minutes --check \"curl -fsS localhost/health\"",
      "",
      "Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 conflict or in use, 5 integrity, 6 outcome unknown"
    })
final class VersionedCommand {
  /** All commands, as the help lists them. */
  static final List<Class<?>> COMMANDS =
      List.of(
          InitCommand.class,
          DoctorCommand.class,
          WhoamiCommand.class,
          PutCommand.class,
          PublishCommand.class,
          VersionsCommand.class,
          ShowCommand.class,
          UriCommand.class,
          LabelCommand.class,
          DiffCommand.class,
          PresignCommand.class,
          GetCommand.class,
          FetchCommand.class,
          DeleteCommand.class,
          RestoreCommand.class,
          PruneCommand.class,
          ArtifactsCommand.class,
          SignCommand.class,
          VerifyCommand.class,
          AttachCommand.class,
          AttestationCommand.class,
          KeyCommand.class,
          TrustCommand.class,
          AliasCommand.class,
          HistoryCommand.class,
          RolloutCommand.class,
          ReleaseCommand.class,
          RouteCommand.class,
          FleetCommand.class,
          ConsoleCommand.class,
          GcCommand.class,
          FsckCommand.class,
          ExportCommand.class,
          ImportCommand.class,
          ImportPythonCommand.class,
          CopyCommand.class,
          RepositoryDeletion.class,
          CompletionCommand.class,
          SandboxCommand.class);

  @Mixin GlobalOptions options;

  private final Terminal terminal;

  VersionedCommand(Terminal terminal) {
    this.terminal = terminal;
    this.options = new GlobalOptions();
  }

  Session session() {
    return new Session(Settings.of(options, terminal), terminal);
  }
}
