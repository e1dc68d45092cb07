package dev.versioned.maven;

import java.io.File;
import java.util.List;
import java.util.Properties;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Projects and sessions, as Maven has them. */
final class Mojos {
  private Mojos() {}

  static MavenProject project(String packaging, @Nullable File main) {
    Model model = new Model();
    model.setGroupId("com.acme");
    model.setArtifactId("checkout");
    model.setVersion("1");
    model.setPackaging(packaging);
    MavenProject project = new MavenProject(model);
    project.setArtifact(
        new DefaultArtifact(
            "com.acme", "checkout", "1", null, packaging, null, new DefaultArtifactHandler()));
    project.getArtifact().setFile(main);
    return project;
  }

  @SuppressWarnings("deprecation") // the only constructor without Maven's container
  static MavenSession session(File directory) {
    DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();
    request.setBaseDirectory(directory);
    request.setUserProperties(new Properties());
    return new MavenSession(null, request, new DefaultMavenExecutionResult(), List.of());
  }
}
