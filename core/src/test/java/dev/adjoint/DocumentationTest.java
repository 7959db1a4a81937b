package dev.adjoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.data.Matrix;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The code on a page prints what the page says: each block of Java is run after those before it, as one method. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```\n+```\n(.*?)```", Pattern.DOTALL);
  private static final String BETWEEN = "\u0001";

  /**
   * A page, or a part of one.
   *
   * @param title where it is
   * @param text what it says
   */
  record Page(String title, String text) {
    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Page> pages() throws IOException {
    List<Path> files;
    try (var listed = Files.list(ROOT.resolve("docs/transforms"))) {
      files = listed.filter(file -> !file.endsWith("README.md")).sorted().toList();
    }
    assertFalse(files.isEmpty());
    var pages = new ArrayList<Page>();
    for (var file : Stream.concat(files.stream(),
        Stream.of("debugging.md", "own-operations.md", "tensors.md").map(ROOT.resolve("docs")::resolve)).toList()) {
      pages.add(new Page(file.toString(), Files.readString(file)));
    }
    var readme = Files.readString(ROOT.resolve("README.md"));
    pages.add(new Page("README.md, Differentiate anything",
        readme.substring(readme.indexOf("## Differentiate anything"), readme.indexOf("## See it"))));
    pages.add(new Page("README.md, See it",
        readme.substring(readme.indexOf("## See it"), readme.indexOf("## Train a network"))));
    return pages.stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void printsWhatItSays(Page page, @TempDir Path classes) throws Exception {
    var snippets = SNIPPET.matcher(page.text()).results().toList();
    assertFalse(snippets.isEmpty());
    assertEquals(snippets.size(), page.text().split("```java", -1).length - 1, "a block of Java without its output");
    var code = snippets.stream().map(snippet -> snippet.group(1))
        .collect(Collectors.joining("out.print(\"\\u0001\");\n"));
    var printed = run(code.replace("System.out.", "out."), classes).split(BETWEEN, -1);
    for (int i = 0; i < snippets.size(); i++) {
      assertEquals(trimmed(snippets.get(i).group(2)), trimmed(printed[i]), snippets.get(i).group(1));
    }
  }

  /** Lines of code have other numbers here. */
  private static String trimmed(String text) {
    return text.lines().map(String::stripTrailing).map(line -> line.replaceAll("Page.java:\\d+", "Page.java"))
        .collect(Collectors.joining("\n"));
  }

  private static String run(String code, Path classes) throws Exception {
    compile("""
        import dev.adjoint.*;
        import dev.adjoint.array.NdArray;
        import dev.adjoint.check.*;
        import dev.adjoint.control.*;
        import dev.adjoint.op.*;
        import dev.adjoint.transform.*;
        import dev.adjoint.view.Graph;
        import java.util.*;
        import java.util.function.*;
        import static dev.adjoint.DType.*;
        import static dev.adjoint.op.Index.*;

        public class Page {
          public static void run(java.io.PrintStream out) {
        """ + code + "}\n}\n", classes);
    var printed = new ByteArrayOutputStream();
    try (var loader = new URLClassLoader(new URL[]{classes.toUri().toURL()}, DocumentationTest.class.getClassLoader());
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      loader.loadClass("Page").getMethod("run", PrintStream.class).invoke(null, out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static void compile(String source, Path classes) {
    var file = new SimpleJavaFileObject(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
    var classPath = Stream.of(Autodiff.class, Matrix.class, DMatrixRMaj.class, FMatrixRMaj.class, SimpleMatrix.class)
        .map(DocumentationTest::origin).distinct().collect(Collectors.joining(java.io.File.pathSeparator));
    var messages = new StringWriter();
    var options = Arrays.asList("-d", classes.toString(), "-classpath", classPath, "-proc:none");
    boolean compiled = ToolProvider.getSystemJavaCompiler().getTask(messages, null, null, options, null, List.of(file))
        .call();
    assertTrue(compiled, () -> messages + "\n" + source);
  }

  private static String origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
