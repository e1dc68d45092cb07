package dev.versioned.examples;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The README's example with real releases: publishes two, shifts 10 % of the traffic to the second,
 * promotes it, rolls back.
 *
 * <p>Without any settings it starts a local S3 and DynamoDB and runs on these. With {@code
 * VERSIONED_BUCKET} and {@code VERSIONED_TABLE} in the environment it runs on AWS, or on the
 * services that the SDK's own variables ({@code AWS_REGION}, {@code AWS_PROFILE}, {@code
 * AWS_ENDPOINT_URL}) select.
 */
public final class Quickstart {
  private static final int USERS = 10_000;
  private static final int REQUESTS = 100_000;

  private Quickstart() {}

  /**
   * Runs the example.
   *
   * @param args none
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    String bucket = System.getenv("VERSIONED_BUCKET");
    String table = System.getenv("VERSIONED_TABLE");
    if ((bucket == null) != (table == null)) {
      throw new IllegalArgumentException(
          "set both VERSIONED_BUCKET and VERSIONED_TABLE, or neither");
    } else if (bucket != null && table != null) {
      S3DynamoSetup.builder().bucket(bucket).table(table).build().apply();
      try (ArtifactRepository repo =
          S3DynamoRepository.builder().bucket(bucket).table(table).build()) {
        run(repo);
      }
    } else {
      // The embedded S3 logs unsupported requests as errors; the setup makes some and continues.
      // The second name is the logger's name in the testkit's jar.
      System.setProperty("org.slf4j.simpleLogger.log.org.gaul.s3proxy", "off");
      System.setProperty("org.slf4j.simpleLogger.log.dev.versioned.shaded.org.gaul.s3proxy", "off");
      try (LocalRepository local = LocalRepository.create(SharedLocalAws.select())) {
        System.out.println("on " + local.aws().name() + ", running on this machine");
        run(local.repository());
      } finally {
        SharedLocalAws.stop();
      }
    }
  }

  static void run(ArtifactRepository repo) throws IOException {
    Path release1 = release("commons-lang3-3.17.0.jar");
    Path release2 = release("commons-lang3-3.18.0.jar");
    Artifact library = repo.artifact("commons-lang3");

    Version v1 = library.publish(Content.of(release1)).version();
    Version v2 =
        library
            .publish(
                Content.of(release2),
                p -> p.description("3.18.0").metadata("upstream", "rel/commons-lang-3.18.0"))
            .version();
    System.out.println("published " + v1 + " and " + v2 + ", " + v2.digest());

    AliasHandle live = library.alias("LIVE");
    live.pointTo(v1, u -> u.reason("first release"));
    live.split(v1, v2, Weight.percent(10), u -> u.reason("canary"));
    route(live, v2);

    live.promote(u -> u.reason("canary was healthy"));
    live.rollback(u -> u.reason("support calls"));
    live.rollback(u -> u.reason("and the canary too"));
    System.out.println("after promotion and two rollbacks: " + live.read().routing());

    Path copy = Files.createTempFile("quickstart", ".jar");
    Version downloaded = library.download(library.resolve("LIVE"), copy);
    if (Files.mismatch(copy, release1) != -1) {
      throw new IllegalStateException("the bytes of " + downloaded + " differ from " + release1);
    }
    Files.delete(copy);
    System.out.println("downloaded " + downloaded + ": the bytes of " + release1.getFileName());

    System.out.println("ledger of LIVE, newest first:");
    for (LedgerEntry entry : live.ledger().toList()) {
      System.out.printf(
          "  %2d  %-8s  %-20s  by %s: %s%n",
          entry.revision(),
          entry.action(),
          entry.after().map(Object::toString).orElse("-"),
          entry.by(),
          entry.reason());
    }
  }

  /** Routes requests of many users, and checks that every user stays on the same version. */
  private static void route(AliasHandle live, Version canary) {
    Map<String, Version> seen = new HashMap<>();
    int toCanary = 0;
    try (LiveAlias routing = live.watch()) {
      for (int request = 0; request < REQUESTS; request++) {
        String user = "visitor-" + request % USERS;
        Version version = routing.route(user);
        Version before = seen.putIfAbsent(user, version);
        if (before != null && !before.equals(version)) {
          throw new IllegalStateException(user + " was moved from " + before + " to " + version);
        }
        toCanary += version.equals(canary) ? 1 : 0;
      }
    }
    System.out.printf(
        "routed %,d requests of %,d users: %.2f %% to %s, every user stayed on their version%n",
        REQUESTS, USERS, 100.0 * toCanary / REQUESTS, canary);
  }

  /** Finds a release that the build has copied next to the classes. */
  private static Path release(String file) {
    URL classes = Quickstart.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(classes.toString())).resolveSibling("releases").resolve(file);
  }
}
