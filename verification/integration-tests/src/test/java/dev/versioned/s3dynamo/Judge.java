package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * An evaluator of IAM policies by others, <a
 * href="https://www.npmjs.com/package/@cloud-copilot/iam-simulate">iam-simulate</a>: it is no part
 * of what we publish, and runs in a process of its own.
 */
final class Judge {
  private static final Map<String, String> NO_VALUE = Map.of("Ref", "AWS::NoValue");
  private static final Path SOURCE = Path.of("src/test/iam");
  private static final Path FOLDER = Path.of("target/iam");
  private static final Path TEMPLATE =
      Path.of("../../deploy/cloudformation/versioned-repository.yaml");

  private Judge() {}

  /** Installs the evaluator; skips the test where that is impossible. */
  static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "package-lock.json", "judge.mjs")) {
      Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = FOLDER.resolve("npm.log");
    assumeTrue(run(log, "npm", "--version"), "no npm: the policies are not judged");
    assumeTrue(
        run(log, "npm", "ci", "--no-audit", "--no-fund"),
        () -> "npm cannot install the evaluator: the policies are not judged; see " + log);
  }

  private static boolean run(Path output, String... command)
      throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      if (e.getMessage().contains("Cannot run program")) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Judges checks by the files of {@code deploy/iam}, for an artifact or {@code *}, and the
   * template's bucket policy.
   *
   * @return those that each role is refused
   */
  static Map<Role, Set<IamCheck>> refused(Set<IamCheck> checks, String artifact)
      throws IOException, InterruptedException {
    List<IamCheck> all = List.copyOf(checks);
    Map<String, Object> policies = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      if (RolePolicies.WRITE) {
        RolePolicies.write(role);
      }
      policies.put(role.resourceName(), filled(RolePolicies.read(role), artifact));
    }
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("policies", policies);
    input.put("bucketPolicy", bucketPolicy());
    input.put("checks", all.stream().map(Judge::written).toList());
    Path file = FOLDER.resolve("input.json");
    Files.writeString(file, Json.of(input));
    Path answers = FOLDER.resolve("answers.txt");
    assertThat(run(answers, "node", "judge.mjs", "input.json")).as(() -> read(answers)).isTrue();
    Map<Role, Set<IamCheck>> refused = new EnumMap<>(Role.class);
    int judged = 0;
    for (Role role : Role.values()) {
      refused.put(role, new LinkedHashSet<>());
    }
    for (String line : Files.readAllLines(answers)) {
      String[] words = line.split(" ", -1);
      Role role = Role.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
      if (words[2].equals("denied")) {
        refused.get(role).add(all.get(Integer.parseInt(words[1])));
      }
      judged++;
    }
    assertThat(judged).isEqualTo(all.size() * Role.values().length);
    return refused;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Object filled(String policy, String artifact) {
    return new Yaml()
        .load(
            policy
                .replace(Role.PREFIX, "")
                .replace(Role.ARTIFACT, artifact)
                .replace(Role.BUCKET, "bucket")
                .replace(Role.TABLE, TABLE_ARN));
  }

  private static final String TABLE_ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/table";

  private static Map<String, Object> written(IamCheck check) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("action", check.action());
    written.put(
        "resource", check.resource().replace(Role.BUCKET, "bucket").replace(Role.TABLE, TABLE_ARN));
    written.put("context", check.context());
    return written;
  }

  /** Returns the template's bucket policy for a bucket without a prefix. */
  private static Object bucketPolicy() throws IOException {
    Map<?, ?> template = new Yaml().load(Files.readString(TEMPLATE));
    Map<?, ?> resources = (Map<?, ?>) template.get("Resources");
    Map<?, ?> policy = (Map<?, ?>) resources.get("BucketPolicy");
    return resolved(((Map<?, ?>) policy.get("Properties")).get("PolicyDocument"));
  }

  /** Returns a value as it is if no parameter of the template is given. */
  private static Object resolved(Object value) {
    if (value instanceof Map<?, ?> map) {
      if (map.containsKey("Fn::Sub")) {
        return map.get("Fn::Sub")
            .toString()
            .replace("${Bucket.Arn}", "arn:aws:s3:::bucket")
            .replace("${Prefix}", "");
      } else if (map.containsKey("Fn::GetAtt")) {
        Object resource = ((List<?>) map.get("Fn::GetAtt")).get(0);
        return resource.equals("Bucket")
            ? "arn:aws:s3:::bucket"
            : "arn:aws:iam::123456789012:role/" + resource;
      } else if (map.containsKey("Fn::If")) {
        return resolved(((List<?>) map.get("Fn::If")).get(2));
      }
      return map.entrySet().stream()
          .collect(
              Collectors.toMap(
                  one -> one.getKey().toString(),
                  one -> resolved(one.getValue()),
                  (one, other) -> one,
                  LinkedHashMap::new));
    } else if (value instanceof List<?> list) {
      return list.stream().map(Judge::resolved).filter(one -> !one.equals(NO_VALUE)).toList();
    }
    return value;
  }
}
