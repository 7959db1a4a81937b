package dev.adjoint.nn.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.optim.Sgd;
import dev.adjoint.nn.train.BinaryAccuracy;
import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.Listener;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.adjoint.nn.layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  private Report report() {
    return Report.html("<b>Title</b> {{body}}", file()).model(model, DATA.inputs().type()).gradients(trainer, DATA)
        .with("Heading & more", () -> Tiles.filters(model.parameters().getFirst(), 3, 4)).every(Duration.ZERO);
  }

  private String read() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void itIsWrittenWhileTheTrainingRunsAndAtItsEnd() throws IOException {
    var states = new ArrayList<String>();
    var looking = new Listener() {
      @Override
      public void started(int epochs, int batchesPerEpoch) {
        states.add(read());
      }

      @Override
      public void epoch(Epoch epoch) {
        states.add(read());
      }
    };
    var history = trainer.fit(DATA, DATA, Plan.epochs(3).measure(new BinaryAccuracy(0.5)).tell(report().and(looking)));
    assertEquals(4, states.size());
    for (int e = 0; e < states.size(); e++) {
      assertTrue(states.get(e).contains("running: epoch " + e + " of 3 is done"));
      assertTrue(states.get(e).contains("data-running=\"true\""));
    }
    var page = read();
    assertTrue(page.contains("finished after 3 epochs") && page.contains("data-running=\"false\""));
    assertTrue(page.contains(String.format(java.util.Locale.ROOT, "<dd>%.4f</dd>", history.last().train().loss())));
    assertTrue(page.contains("&lt;b&gt;Title&lt;/b&gt; {{body}}") && page.contains("Heading &amp; more"));
    assertFalse(page.contains("<b>Title"));
    assertTrue(page.contains("1 Dense") && page.contains("21 numbers in 4 parameters"));
    // curve of the loss and of the accuracy, the section, and a histogram of weights and one of gradients for each of 4 parameters
    assertEquals(2 + 1 + 4 + 4, page.split("<img ", -1).length - 1);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file()), files.toList());
    }
  }

  @Test
  void theTrainingIsTheSameWithAndWithoutIt() {
    trainer.fit(DATA, DATA, Plan.epochs(3).tell(report()));
    var watched = model.parameters().stream().map(p -> p.value().value()).toList();
    var alone = new Sequential(new Dense(3, 4), TANH, new Dense(4, 1)).initialize(DType.FLOAT64, 1);
    new Trainer(alone, new MeanSquaredError(), new Sgd(0.1)).fit(DATA, DATA, Plan.epochs(3));
    assertEquals(alone.parameters().stream().map(p -> p.value().value()).toList(), watched);
  }

  @Test
  void aTrainingOfNoEpochsIsReportedToo() {
    trainer.fit(DATA, Plan.epochs(0).tell(report()));
    assertTrue(read().contains("finished after 0 epochs"));
  }

  @Test
  void itMayBeWrittenLessOften() {
    var report = report().every(Duration.ofDays(1));
    trainer.fit(DATA, Plan.epochs(3).tell(report.and(new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        assertTrue(read().contains("epoch 0 of 3"));
      }
    })));
    assertTrue(read().contains("finished after 3 epochs"));
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    var missing = folder.resolve("missing").resolve("report.html");
    var plan = Plan.epochs(1).tell(Report.html("title", missing));
    var e = assertThrows(UncheckedIOException.class, () -> trainer.fit(DATA, plan));
    assertTrue(e.getMessage().contains(missing.toString()), e.getMessage());
  }
}
