package dev.versioned.rollout;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import java.util.Objects;

/** What a {@link dev.versioned.RolloutTicker} did with the rollout of one alias. */
public sealed interface TickedAlias {

  /**
   * Returns the artifact.
   *
   * @return the artifact
   */
  ArtifactName artifact();

  /**
   * Returns the alias's name.
   *
   * @return the name
   */
  AliasName alias();

  /**
   * The rollout was ticked.
   *
   * @param result the result
   */
  record Ticked(TickResult result) implements TickedAlias {
    /**
     * Makes the value.
     *
     * @param result the result
     */
    public Ticked {
      Objects.requireNonNull(result, "result");
    }

    @Override
    public ArtifactName artifact() {
      return result.status().alias().artifact();
    }

    @Override
    public AliasName alias() {
      return result.status().alias().name();
    }

    @Override
    public String toString() {
      return result.toString();
    }
  }

  /**
   * The rollout was left as it is, because the ticker does not have the gate that judges it.
   *
   * @param status the rollout
   * @param reason why there is no gate
   */
  record WithoutGate(RolloutStatus status, String reason) implements TickedAlias {
    /**
     * Makes the value.
     *
     * @param status the rollout
     * @param reason why there is no gate
     */
    public WithoutGate {
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public ArtifactName artifact() {
      return status.alias().artifact();
    }

    @Override
    public AliasName alias() {
      return status.alias().name();
    }

    @Override
    public String toString() {
      return "NO GATE (" + reason + "): " + status;
    }
  }

  /**
   * The tick failed; the next one reads what it did.
   *
   * @param artifact the artifact
   * @param alias the alias's name
   * @param cause the error
   */
  record Failed(ArtifactName artifact, AliasName alias, RuntimeException cause)
      implements TickedAlias {
    /**
     * Makes the value.
     *
     * @param artifact the artifact
     * @param alias the alias's name
     * @param cause the error
     */
    public Failed {
      Objects.requireNonNull(artifact, "artifact");
      Objects.requireNonNull(alias, "alias");
      Objects.requireNonNull(cause, "cause");
    }

    @Override
    public String toString() {
      return "FAILED: " + artifact + ":" + alias + ": " + cause.getMessage();
    }
  }
}
