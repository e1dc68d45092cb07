package dev.versioned.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Shows where the command would write, and as whom. */
@Command(
    name = "whoami",
    description = "Show the actor, the context and the place that commands here would use.",
    footer = {"", "Examples:", "  versioned whoami", "  versioned whoami --context prd --caller"})
final class WhoamiCommand extends ToolCommand {
  private static final List<String> SHOWN =
      List.of("bucket", "prefix", "table", "region", "profile", "endpoint-url");

  @Option(names = "--caller", description = "Also ask AWS STS whose credentials these are.")
  boolean asks;

  @Override
  ExitCode run(Session session) {
    Settings settings = session.settings();
    Who who = Who.of(session);
    Map<String, Object> json =
        Fields.of(
            "actor",
            who.name(),
            "actorFrom",
            who.from(),
            "context",
            settings.context().orElse(null));
    List<String> lines = new ArrayList<>();
    lines.add("actor         " + who.name() + " (" + who.from() + ")");
    settings.context().ifPresent(name -> lines.add("context       " + name));
    for (String name : SHOWN) {
      // An address may hold a password.
      String value = settings.find(name).map(Wording::withoutSecrets).orElse(null);
      json.put(name.equals("endpoint-url") ? "endpointUrl" : name, value);
      if (value != null) {
        lines.add(String.format("%-14s%s", name.equals("endpoint-url") ? "endpoint" : name, value));
      }
    }
    if (asks) {
      GetCallerIdentityResponse caller = Who.caller(session);
      json.put("caller", Who.fields(caller));
      lines.add("caller        " + caller.arn());
    }
    session.print(Answer.of(json, lines::stream));
    return ExitCode.DONE;
  }
}
