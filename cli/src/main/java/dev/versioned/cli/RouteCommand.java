package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Overrides;
import dev.versioned.model.Router;
import dev.versioned.model.RoutingDecision.Reason;
import dev.versioned.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows where traffic goes. */
@Command(
    name = "route",
    description = "Show which version a key goes to, or how draws at random are split.",
    footer = {
      "",
      "Examples:",
      "  versioned route checkout LIVE --key user-42",
      "  versioned route checkout LIVE -n 1000000"
    })
final class RouteCommand extends RepositoryCommand {
  private static final int WIDTH = 50;

  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias.")
  AliasName aliasName;

  @Option(names = "--key", paramLabel = "KEY", description = "A routing key, such as a user's id.")
  @Nullable String key;

  @Option(names = "-n", paramLabel = "N", description = "How many draws; default: 100000.")
  @Nullable Integer draws;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    if (key != null && draws != null) {
      throw misused("--key names one place, and -n draws many: give one of them");
    } else if (draws != null && draws < 1) {
      throw misused("-n must be 1 or more");
    }
    AliasHandle handle = repo.artifact(name).alias(aliasName);
    Alias alias = handle.read();
    return key == null
        ? drawn(alias, draws == null ? 100_000 : draws)
        : routed(alias, handle.overrides(alias), key);
  }

  private static Answer routed(Alias alias, Overrides overrides, String key) {
    Router<Target> router = alias.router(overrides, target -> target);
    Target target = router.route(key);
    return Answer.of(
        Fields.of(
            "artifact",
            alias.artifact(),
            "alias",
            alias.name(),
            "revision",
            alias.revision(),
            "key",
            key,
            "slot",
            router.slot(key),
            "version",
            target.toString(),
            "reason",
            router.overrideOf(key).isPresent() ? Reason.OVERRIDE : Reason.WEIGHT),
        target.toString());
  }

  private static Answer drawn(Alias alias, int draws) {
    Router<Target> router = alias.router();
    Map<Target, Integer> counts = new LinkedHashMap<>();
    counts.put(alias.routing().primary(), 0);
    alias.routing().additional().keySet().forEach(version -> counts.put(version, 0));
    for (int i = 0; i < draws; i++) {
      counts.merge(router.route(), 1, Integer::sum);
    }
    List<Object> fields = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (target, count) -> {
          fields.add(
              Fields.of(
                  "version",
                  target.toString(),
                  "count",
                  count,
                  "percent",
                  Fields.percent(alias.routing().weightOf(target))));
          double share = (double) count / draws;
          String bar = "#".repeat((int) Math.round(share * WIDTH));
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%7s %-" + WIDTH + "s %6.2f %%  (%d of %d, weight %s)",
                  target,
                  bar,
                  100 * share,
                  count,
                  draws,
                  alias.routing().weightOf(target)));
        });
    return Answer.of(
        Fields.of(
            "artifact",
            alias.artifact(),
            "alias",
            alias.name(),
            "revision",
            alias.revision(),
            "draws",
            draws,
            "counts",
            fields),
        lines::stream);
  }
}
