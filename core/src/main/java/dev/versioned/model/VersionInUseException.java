package dev.versioned.model;

import java.util.Objects;
import java.util.Set;

/**
 * A version cannot be deleted, because aliases point to it: point them elsewhere first. Or because
 * followers of an alias report that they serve it.
 */
public final class VersionInUseException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  private final transient Set<AliasName> aliases;

  /**
   * Makes the exception.
   *
   * @param message the failed action and the reason
   * @param aliases the aliases that point to the version, or whose followers serve it
   */
  public VersionInUseException(String message, Set<AliasName> aliases) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(aliases, "aliases");
    this.aliases = Set.copyOf(aliases);
  }

  /**
   * Returns the aliases that point to the version, or whose followers serve it.
   *
   * @return the aliases
   */
  public Set<AliasName> aliases() {
    return aliases;
  }

  @Override
  public String lambdaErrorName() {
    return "ResourceConflictException";
  }
}
