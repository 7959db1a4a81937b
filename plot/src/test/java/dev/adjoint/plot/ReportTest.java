package dev.adjoint.plot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.array.NdArray;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.metric.BinaryAccuracy;
import dev.adjoint.nn.optim.Schedule;
import dev.adjoint.nn.optim.Sgd;
import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.Listener;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static dev.adjoint.nn.layer.Activation.TANH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

@Timeout(value = 120, threadMode = SEPARATE_THREAD) // a training and its report that wait for each other
class ReportTest {
  private static final Dataset DATA = new Dataset(Tensor.normal(DType.FLOAT64.tensor(12, 3), 1),
      Tensor.of(new double[][]{{0}, {1}, {1}, {0}, {0}, {1}, {1}, {0}, {0}, {1}, {1}, {0}}));

  @TempDir
  private Path folder;

  private final Sequential model = new Sequential(new Dense(3, 4), TANH, new Dense(4, 1)).initialize(DType.FLOAT64, 1);
  private final Trainer trainer = new Trainer(model, new MeanSquaredError(), new Sgd(0.1));

  private Path file() {
    return folder.resolve("report.html");
  }

  private Report report(Path file) {
    return Report.html("<b>Title</b> {{body}}", file).model(model, DATA.inputs().type()).gradients(trainer, DATA)
        .every(Duration.ZERO);
  }

  private Picture filters() {
    return Tiles.filters(model.parameters().getFirst(), 3, 4);
  }

  private NdArray weights() {
    return model.parameters().getFirst().value().value();
  }

  private String read() {
    try {
      return Files.exists(file()) ? Files.readString(file()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String errors(Runnable body) {
    var written = new ByteArrayOutputStream();
    var err = System.err;
    System.setErr(new PrintStream(written, true, UTF_8));
    try {
      body.run();
    } finally {
      System.setErr(err);
    }
    return written.toString(UTF_8);
  }

  @Test
  void itIsAPageOfOneFile() throws IOException {
    var plan = Plan.epochs(3).metrics(new BinaryAccuracy(0.5));
    var history = trainer.fit(DATA, DATA, plan.listener(report(file()).with("Heading & more", this::filters)));
    var page = read();
    assertTrue(page.contains("finished after 3 epochs") && page.contains("data-running=\"false\""));
    assertTrue(page.contains(String.format(Locale.ROOT, "<dd>%.4f</dd>", history.last().train().loss())));
    assertTrue(page.contains("<dt>learning rate</dt><dd>0.1</dd>"));
    assertTrue(page.contains("&lt;b&gt;Title&lt;/b&gt; {{body}}") && page.contains("Heading &amp; more"));
    assertFalse(page.contains("<b>Title"));
    assertTrue(page.contains("1 Dense") && page.contains("21 numbers in 4 parameters"));
    // curve of the loss and of the accuracy, the section, and a histogram of weights and one of gradients for each of 4 parameters
    assertEquals(2 + 1 + 4 + 4, page.split("<img ", -1).length - 1);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file()), files.toList());
    }
  }

  /** Each epoch waits until its page is begun, when that of the last one is on disk. */
  @Test
  void itIsWrittenWhileTheTrainingRuns() {
    var pages = new ArrayList<String>();
    var begun = new Semaphore(0);
    var report = report(file()).with("picture", () -> {
      pages.add(read());
      begun.release();
      return filters();
    });
    trainer.fit(DATA, Plan.epochs(3).listener(report.and(new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        begun.acquireUninterruptibly();
      }
    })));
    assertEquals(4, pages.size());
    for (int e = 1; e <= 3; e++) {
      assertTrue(pages.get(e).contains("running: epoch " + e + " of 3 is done"));
      assertTrue(pages.get(e).contains("data-running=\"true\""));
    }
  }

  /** The page of epoch 1 is begun, and goes on only after epoch 5. */
  @Test
  void theTrainingDoesNotWaitForAPageAndTheNewestStateIsTheNextOne() {
    var begun = new CountDownLatch(1);
    var far = new CountDownLatch(1);
    var atOnce = new AtomicInteger();
    var drawn = new ArrayList<NdArray>();
    var trained = new ArrayList<NdArray>();
    var report = report(file()).with("picture", () -> {
      assertEquals(1, atOnce.incrementAndGet());
      begun.countDown();
      await(far);
      drawn.add(weights());
      atOnce.decrementAndGet();
      return filters();
    });
    trainer.fit(DATA, Plan.epochs(5).listener(report.and(new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        trained.add(weights());
        await(begun);
        if (epoch.number() == 5) {
          far.countDown();
        }
      }
    })));
    assertEquals(trained.getFirst(), drawn.getFirst()); // as they were when the epoch ended
    assertEquals(List.of(trained.getLast()), drawn.stream().skip(1).distinct().toList());
    assertFalse(read().contains("cannot be drawn"));
    assertTrue(read().contains("finished after 5 epochs"));
  }

  @Test
  void theTrainingIsTheSameWithAndWithoutIt() {
    trainer.fit(DATA, DATA, Plan.epochs(3).listener(report(file())));
    var watched = model.parameters().stream().map(p -> p.value().value()).toList();
    var alone = new Sequential(new Dense(3, 4), TANH, new Dense(4, 1)).initialize(DType.FLOAT64, 1);
    new Trainer(alone, new MeanSquaredError(), new Sgd(0.1)).fit(DATA, DATA, Plan.epochs(3));
    assertEquals(alone.parameters().stream().map(p -> p.value().value()).toList(), watched);
  }

  @Test
  void aLearningRateThatChangesIsACurve() {
    var decaying = new Trainer(model, new MeanSquaredError(), new Sgd(Schedule.exponential(0.1, 0.5, 1)));
    decaying.fit(DATA, Plan.epochs(3).listener(Report.html("title", file())));
    assertTrue(read().contains("alt=\"learning rate\""));
    assertTrue(read().contains("<dt>learning rate</dt><dd>0.025</dd>"));
  }

  @Test
  void aTrainingOfNoEpochsIsReportedToo() {
    trainer.fit(DATA, Plan.epochs(0).listener(report(file())));
    assertTrue(read().contains("finished after 0 epochs"));
  }

  /** The first page, whichever state it shows, and the last one, which does not wait a day. */
  @Test
  void itMayBeWrittenLessOften() {
    var drawn = new AtomicInteger();
    var report = report(file()).every(Duration.ofDays(1)).with("picture", () -> {
      drawn.incrementAndGet();
      return filters();
    });
    trainer.fit(DATA, Plan.epochs(20).listener(report));
    assertTrue(drawn.get() <= 2, drawn::toString);
    assertTrue(read().contains("finished after 20 epochs"));
  }

  @Test
  void itMayReportOneTrainingAfterAnother() {
    var report = report(file());
    trainer.fit(DATA, Plan.epochs(2).listener(report));
    trainer.fit(DATA, Plan.epochs(3).listener(report));
    assertTrue(read().contains("finished after 5 epochs"));
  }

  @Test
  void aFileThatCannotBeWrittenIsWarnedOfOnceAndTheTrainingGoesOn() {
    var missing = folder.resolve("missing").resolve("report.html");
    var begun = new Semaphore(0);
    var report = report(missing).with("picture", () -> {
      begun.release();
      return filters();
    });
    var errors = errors(() -> assertEquals(3,
        trainer.fit(DATA, Plan.epochs(3).listener(report.and(new Listener() {
          @Override
          public void epoch(Epoch epoch) {
            begun.acquireUninterruptibly(); // so that four pages are tried
          }
        }))).epochs().size()));
    assertEquals(1, errors.split("WARN", -1).length - 1, errors);
    assertTrue(errors.contains("report: cannot write " + missing + "; the training goes on"), errors);
  }

  @Test
  void aPictureThatCannotBeDrawnIsNamedInItsPlaceAndWarnedOfOnce() {
    var report = report(file()).with("broken", () -> {
      throw new IllegalStateException("<no picture>");
    }).with("whole", this::filters);
    var errors = errors(() -> trainer.fit(DATA, Plan.epochs(3).listener(report)));
    assertEquals(1, errors.split("WARN", -1).length - 1, errors);
    assertTrue(errors.contains("report: cannot draw 'broken'; the training goes on"), errors);
    assertTrue(read().contains("cannot be drawn: java.lang.IllegalStateException: &lt;no picture&gt;"));
    assertTrue(read().contains("First-layer filters"));
  }

  @Test
  void anInterruptedTrainingHasItsLastPage() {
    trainer.fit(DATA, Plan.epochs(3).listener(report(file()).and(new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        Thread.currentThread().interrupt();
      }
    })));
    assertTrue(Thread.interrupted());
    assertTrue(read().contains("finished after 3 epochs"));
  }
}
