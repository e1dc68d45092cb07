package dev.versioned.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The endpoint {@code /actuator/versioned}: each followed alias with its revisions, shares,
 * staleness, and the versions at hand. It makes no request to the store.
 */
@WebEndpoint(id = "versioned")
public class VersionedEndpoint {
  private final LiveAliases aliases;

  VersionedEndpoint(LiveAliases aliases) {
    this.aliases = aliases;
  }

  /**
   * Describes all followed aliases.
   *
   * @return the description of each, by its name
   */
  @ReadOperation
  public Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    aliases.all().forEach(one -> all.put(one.name(), AliasDescription.of(one)));
    return Map.of("aliases", all);
  }

  /**
   * Describes one followed alias.
   *
   * @param name the name under the properties, or {@code checkout:LIVE}
   * @return its description; null, for the status 404, if it is not followed
   */
  @ReadOperation
  public @Nullable Map<String, Object> one(@Selector String name) {
    Objects.requireNonNull(name, "name");
    return find(name).map(AliasDescription::of).orElse(null);
  }

  final Optional<LiveAliases.Followed> find(String name) {
    return aliases.all().stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
