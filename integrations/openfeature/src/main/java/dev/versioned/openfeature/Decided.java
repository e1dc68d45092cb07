package dev.versioned.openfeature;

import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import dev.versioned.LiveAlias;
import dev.versioned.model.Alias;
import dev.versioned.model.RoutingDecision;
import dev.versioned.model.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The version that an evaluation gives, and why.
 *
 * @param alias the alias
 * @param version the version
 * @param reason OpenFeature's name of what decided
 */
record Decided(Alias alias, Version version, String reason) {
  static final String ERROR = Reason.ERROR.name();

  /** A name of OpenFeature's specification that its Java SDK does not list. */
  private static final String STALE = "STALE";

  static Decided of(LiveAlias live, @Nullable String key) {
    Alias alias = live.alias();
    if (key == null || key.isEmpty()) {
      Version drawn = live.route();
      return new Decided(alias, drawn, reason(live.decide("").reason(), alias));
    }
    RoutingDecision decision = live.decide(key);
    return new Decided(alias, decision.version(), reason(decision.reason(), alias));
  }

  private static String reason(RoutingDecision.Reason decided, Alias alias) {
    if (decided == RoutingDecision.Reason.STALE) {
      return STALE;
    } else if (decided == RoutingDecision.Reason.PIN) {
      return Reason.STATIC.name();
    } else if (decided == RoutingDecision.Reason.WEIGHT) {
      return (alias.routing().isSplit() ? Reason.SPLIT : Reason.STATIC).name();
    }
    return Reason.TARGETING_MATCH.name();
  }

  String variant() {
    return version.id().toString();
  }

  Optional<Long> number() {
    return version.isPublished() ? Optional.of(version.number().value()) : Optional.empty();
  }

  ImmutableMetadata metadata() {
    return ImmutableMetadata.builder()
        .addString("artifact", version.artifact().value())
        .addString("alias", alias.name().value())
        .addString("digest", version.digest().toString())
        .addLong("revision", alias.revision())
        .build();
  }

  Value object() {
    Map<String, Value> metadata = new LinkedHashMap<>();
    version.metadata().forEach((name, value) -> metadata.put(name, new Value(value)));
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("artifact", new Value(version.artifact().value()));
    fields.put("alias", new Value(alias.name().value()));
    fields.put("version", number().map(Value::new).orElseGet(() -> new Value(variant())));
    fields.put("revision", new Value(alias.revision()));
    fields.put("digest", new Value(version.digest().toString()));
    fields.put("sizeBytes", new Value(version.sizeBytes()));
    fields.put("uri", new Value(version.uri().toString()));
    fields.put("metadata", new Value(new ImmutableStructure(metadata)));
    return new Value(new ImmutableStructure(fields));
  }
}
