package dev.adjoint.nn.plot;

import java.io.PrintStream;

import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.Listener;
import dev.adjoint.nn.train.Scores;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on the console how training goes. */
public final class Progress {
  private static final int WIDTH = 140;

  private Progress() {}

  /** A bar that is redrawn in place, with rate, time left and scores; where there is no terminal (in CI), a line per epoch. */
  public static Listener on(PrintStream out) {
    String terminal = System.getenv().getOrDefault("TERM", "dumb");
    return System.getenv("CI") != null || terminal.equals("dumb") ? lines(out) : bar(out);
  }

  /** A line per epoch. */
  public static Listener lines(PrintStream out) {
    return new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        out.println(epoch);
      }
    };
  }

  /** A bar that is redrawn in place. */
  public static Listener bar(PrintStream out) {
    return new Bar(out);
  }

  private static final class Bar implements Listener {
    private final PrintStream out;
    private ProgressBar bar;
    private String validation = "";

    private Bar(PrintStream out) {
      this.out = out;
    }

    @Override
    public void started(int epochs, int batchesPerEpoch) {
      bar = new ProgressBarBuilder().setTaskName("training").setInitialMax((long) epochs * batchesPerEpoch)
          .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(100)
          .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH)).build();
    }

    @Override
    public void batch(int epoch, Scores soFar) {
      bar.step();
      bar.setExtraMessage(" " + soFar + validation);
    }

    @Override
    public void epoch(Epoch epoch) {
      validation = epoch.validation().map(v -> " | " + v).orElse("");
      bar.setExtraMessage(" " + epoch.train() + validation);
    }

    @Override
    public void finished() {
      bar.maxHint(bar.getCurrent());
      bar.close();
    }
  }
}
