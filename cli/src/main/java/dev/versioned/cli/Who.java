package dev.versioned.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The actor of versions and ledgers, and where the name is from.
 *
 * @param name the name
 * @param from the option, the variable or the rule that it is from
 */
record Who(String name, String from) {
  /** The value of --actor for the identity that AWS sees. */
  static final String CALLER = "sts:caller";

  private static final int LONGEST = 256;

  /** A CI service: the variable that it always sets, that of the user, and its name. */
  private record Ci(String sign, String user, String service) {}

  private static final List<Ci> SERVICES =
      List.of(
          // Who has started a run again, and not who pushed.
          new Ci("GITHUB_ACTIONS", "GITHUB_TRIGGERING_ACTOR", "github"),
          new Ci("GITHUB_ACTIONS", "GITHUB_ACTOR", "github"),
          new Ci("GITLAB_CI", "GITLAB_USER_LOGIN", "gitlab"),
          new Ci("CODEBUILD_BUILD_ID", "CODEBUILD_INITIATOR", "codebuild"),
          new Ci("BUILDKITE", "BUILDKITE_BUILD_CREATOR", "buildkite"),
          new Ci("CIRCLECI", "CIRCLE_USERNAME", "circleci"),
          new Ci("TF_BUILD", "BUILD_REQUESTEDFOR", "azure"),
          new Ci("JENKINS_URL", "BUILD_USER_ID", "jenkins"));

  /** Returns the actor, without asking AWS unless that is wanted. */
  static Who of(Session session) {
    Optional<String> given = session.settings().find("actor");
    if (given.isPresent()) {
      return given.get().equals(CALLER)
          ? new Who(caller(session).arn(), CALLER)
          : new Who(given.get(), "--actor, VERSIONED_ACTOR or a config file");
    }
    for (Ci ci : SERVICES) {
      Optional<String> user = session.environment(ci.user());
      if (session.environment(ci.sign()).isPresent() && user.isPresent()) {
        String name = ci.service() + "/" + user.get();
        LostText.refuse("the CI user's name as the actor", name, session.terminal().environment());
        return new Who(name.substring(0, Math.min(name.length(), LONGEST)), ci.user());
      }
    }
    String user = System.getProperty("user.name", "");
    LostText.refuse("the user's name as the actor", user, session.terminal().environment());
    return new Who(user, "the user of this machine");
  }

  /** Asks AWS whose credentials these are. */
  static GetCallerIdentityResponse caller(Session session) {
    try (StsClient sts = session.sts()) {
      return sts.getCallerIdentity();
    } catch (SdkException e) {
      throw new IllegalArgumentException(
          "Cannot ask AWS STS whose credentials these are: " + e.getMessage(), e);
    }
  }

  /** The caller as JSON. */
  static Map<String, Object> fields(GetCallerIdentityResponse caller) {
    return Fields.of("arn", caller.arn(), "account", caller.account());
  }
}
