package dev.versioned.spring;

import dev.versioned.deployment.DeploymentStatus;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.model.Alias;
import dev.versioned.model.LiveStatus;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes a followed alias in words and numbers that any JSON library writes. */
final class AliasDescription {
  private AliasDescription() {}

  static Map<String, Object> of(LiveAliases.Followed followed) {
    Alias alias = followed.live().alias();
    LiveStatus status = followed.live().status();
    Map<String, Object> to = new LinkedHashMap<>();
    to.put("artifact", alias.artifact().value());
    to.put("alias", alias.name().value());
    to.put("revision", status.routed());
    to.put("seenRevision", status.seen());
    to.put("shares", shares(alias.routing()));
    to.put("since", status.since().toString());
    to.put("updatedAt", alias.updatedAt().toString());
    to.put("updatedBy", alias.updatedBy());
    to.put("stalenessMillis", status.staleness().toMillis());
    to.put("refreshFailures", followed.live().refreshFailures());
    status.lastError().ifPresent(error -> to.put("lastError", error));
    status.pinned().ifPresent(version -> to.put("pinned", version.id().toString()));
    to.put("versions", alias.versions().values().stream().map(AliasDescription::version).toList());
    followed.deployment().map(AliasDescription::deployment).ifPresent(d -> to.put("deployment", d));
    return to;
  }

  private static Map<String, String> shares(Routing routing) {
    Map<String, String> shares = new LinkedHashMap<>();
    shares.put(routing.primary().toString(), routing.primaryWeight().toString());
    routing
        .additional()
        .forEach((version, weight) -> shares.put(version.toString(), weight.toString()));
    return shares;
  }

  private static Map<String, Object> version(Version version) {
    Map<String, Object> to = new LinkedHashMap<>();
    to.put("version", version.id().toString());
    to.put("digest", version.digest().toString());
    to.put("sizeBytes", version.sizeBytes());
    to.put("createdAt", version.createdAt().toString());
    to.put("createdBy", version.createdBy());
    return to;
  }

  private static Map<String, Object> deployment(LiveDeployment<?> deployment) {
    DeploymentStatus status = deployment.status();
    List<Map<String, Object>> loaded =
        status.running().stream()
            .map(
                one ->
                    Map.<String, Object>of(
                        "version", one.version().id().toString(),
                        "leaving", one.isLeaving(),
                        "users", one.users(),
                        "loadTimeMillis", one.loadTime().toMillis()))
            .toList();
    return Map.of("loaded", loaded, "leaked", status.leaked());
  }
}
