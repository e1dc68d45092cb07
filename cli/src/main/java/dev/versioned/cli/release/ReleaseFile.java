package dev.versioned.cli.release;

import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.DocumentException;
import java.nio.file.Path;
import java.util.List;

/**
 * The desired state of one environment's aliases.
 *
 * @param environment the environment
 * @param aliases what is wanted, in the order of the file
 */
public record ReleaseFile(String environment, List<Desired> aliases) {

  /**
   * Makes a release file; the list is copied.
   *
   * @param environment the environment
   * @param aliases what is wanted, in the order of the file
   */
  public ReleaseFile {
    aliases = List.copyOf(aliases);
  }

  /**
   * Reads a file of either form.
   *
   * @param file a JSON file if its name ends so, else YAML
   * @param environment which environment to take from it
   * @return what the file wants there
   * @throws DocumentException if the file is of neither form, or has no such environment
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static ReleaseFile read(Path file, String environment) {
    return of(Document.read(file), environment);
  }

  /**
   * Takes a file that was read, of either form.
   *
   * @param file what is in it
   * @param environment which environment to take from it
   * @return what the file wants there
   * @throws DocumentException if the file is of neither form, or has no such environment
   */
  public static ReleaseFile of(Document.Members file, String environment) {
    if (environment.isEmpty() || environment.equals("*") || environment.contains(".")) {
      throw new IllegalArgumentException(
          "Cannot use '" + environment + "' as an environment: name one, such as prd");
    }
    List<Desired> aliases =
        file.find("environments").isPresent()
            ? new NestedForm(file).of(environment)
            : new DottedForm(file).of(environment);
    return new ReleaseFile(environment, aliases);
  }
}
