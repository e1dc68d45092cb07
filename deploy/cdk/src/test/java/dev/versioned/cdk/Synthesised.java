package dev.versioned.cdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.BootstraplessSynthesizer;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.Key;

/** A small app of the CDK with a repository, and a role that may publish one artifact. */
final class Synthesised {
  private Synthesised() {}

  /** Synthesises the app, and returns its template. */
  static String template(Path directory, String table) throws IOException {
    App app = new App(AppProps.builder().outdir(directory.toString()).build());
    Stack stack = stack(app);
    VersionedRepository repository =
        VersionedRepository.Builder.create(stack, "Artifacts").tableName(table).build();
    Role build = Role.Builder.create(stack, "Build").assumedBy(new AccountRootPrincipal()).build();
    repository.grantPublish(build, "checkout");
    app.synth();
    return Files.readString(directory.resolve("Repository.template.json"));
  }

  /** Synthesises an app with all options. */
  static void withOptions(Path directory) {
    App app = new App(AppProps.builder().outdir(directory.toString()).build());
    Stack stack = stack(app);
    VersionedRepository repository =
        VersionedRepository.Builder.create(stack, "Artifacts")
            .tableName("acme-artifacts")
            .bucketName("acme-artifacts")
            .prefix("artifacts/")
            .trustedPrincipal("arn:aws:iam::123456789012:role/ci")
            .encryptionKey(Key.Builder.create(stack, "Key").enableKeyRotation(true).build())
            .noncurrentVersionExpiration(Duration.days(30))
            .objectLock(Duration.days(5))
            .build();
    Role role = Role.Builder.create(stack, "Janitor").assumedBy(new AccountRootPrincipal()).build();
    repository.grantMaintain(role);
    repository.grantDeploy(role, "checkout");
    // The template's conditions compare options that are constants here.
    stack
        .getTemplateOptions()
        .setMetadata(
            Map.of("cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("W8003")))));
    app.synth();
  }

  private static Stack stack(App app) {
    // A deployment without the CDK's own command needs no bootstrapped account.
    return new Stack(
        app,
        "Repository",
        StackProps.builder().synthesizer(new BootstraplessSynthesizer()).build());
  }
}
