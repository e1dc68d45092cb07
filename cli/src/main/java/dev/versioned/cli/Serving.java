package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.Target;
import dev.versioned.model.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which aliases serve the versions of an artifact, and how much of their traffic. */
final class Serving {
  private final Map<Target, List<Share>> shares = new LinkedHashMap<>();

  /**
   * A share of an alias.
   *
   * @param alias the alias
   * @param weight how much of its traffic
   */
  record Share(Alias alias, Weight weight) {
    /** Returns alias and share, as LIVE 90 %. */
    @Override
    public String toString() {
      return alias.name() + " " + Fields.percent(weight).toPlainString() + " %";
    }
  }

  private boolean known = true;

  private Serving() {}

  /** Reads the aliases of an artifact; a role that may read versions alone does without. */
  static Serving of(Artifact artifact) {
    Serving serving = new Serving();
    try {
      artifact.aliases().forEach(serving::add);
    } catch (BackendException e) {
      if (!e.isAccessDenied()) {
        throw e;
      }
      serving.known = false;
    }
    return serving;
  }

  private void add(Alias alias) {
    add(alias.routing().primary(), new Share(alias, alias.routing().primaryWeight()));
    alias
        .routing()
        .additional()
        .forEach((version, weight) -> add(version, new Share(alias, weight)));
  }

  private void add(Target version, Share share) {
    shares.computeIfAbsent(version, v -> new ArrayList<>()).add(share);
  }

  /** Returns the shares of a version as text, as LIVE 90 %, TST 100 %; empty if there are none. */
  String text(Target version) {
    return of(version).stream().map(Share::toString).collect(Collectors.joining(", "));
  }

  /** Returns the shares of a version as JSON; null if the aliases may not be read. */
  @Nullable List<Map<String, Object>> fields(Target version) {
    return !known
        ? null
        : of(version).stream()
            .map(
                share ->
                    Fields.of(
                        "alias", share.alias().name(), "percent", Fields.percent(share.weight())))
            .toList();
  }

  private List<Share> of(Target version) {
    return shares.getOrDefault(version, List.of());
  }
}
