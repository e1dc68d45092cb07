package dev.versioned.maintenance;

import dev.versioned.model.AliasName;
import dev.versioned.model.Routing;
import java.time.Instant;
import java.util.Objects;

/**
 * An alias in a repository that is not of this library, as it will be imported.
 *
 * @param name its name
 * @param routing the versions that it points to
 * @param updatedAt when it was last moved
 */
public record ForeignAlias(AliasName name, Routing routing, Instant updatedAt) {
  /**
   * Makes the value.
   *
   * @param name its name
   * @param routing the versions that it points to
   * @param updatedAt when it was last moved
   */
  public ForeignAlias {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(routing, "routing");
    Objects.requireNonNull(updatedAt, "updatedAt");
  }
}
