package dev.versioned.cdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.cloudformation.include.CfnInclude;
import software.constructs.Construct;

/** Includes the CloudFormation template, which is packed with this class. */
final class IncludedTemplate {
  private static final String FILE = "versioned-repository.yaml";

  private IncludedTemplate() {}

  /**
   * Includes the template with these values of its parameters. The others stay parameters of the
   * stack, which have the template's defaults.
   */
  static CfnInclude in(Construct scope, Map<String, Object> parameters) {
    Path file = null;
    try (InputStream text =
        Objects.requireNonNull(IncludedTemplate.class.getResourceAsStream(FILE), FILE)) {
      file = Files.createTempFile("versioned-repository", ".yaml");
      Files.copy(text, file, StandardCopyOption.REPLACE_EXISTING);
      return CfnInclude.Builder.create(scope, "Template")
          .templateFile(file.toString())
          .parameters(parameters)
          // There may be several repositories in a stack.
          .preserveLogicalIds(false)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack the template of the repository", e);
    } finally {
      if (file != null) {
        file.toFile().delete();
      }
    }
  }
}
