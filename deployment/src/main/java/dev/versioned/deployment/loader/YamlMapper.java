package dev.versioned.deployment.loader;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** Makes a mapper of YAML: a class of its own, so that JSON is read without Jackson's YAML. */
final class YamlMapper {
  private YamlMapper() {}

  static ObjectMapper make() {
    return new ObjectMapper(new YAMLFactory());
  }
}
