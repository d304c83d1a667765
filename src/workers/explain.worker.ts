import { answerTo } from "./questions.ts";
import type { Reply, Request } from "./questions.ts";

const post = (reply: Reply): void => {
  postMessage(reply);
};

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  const { job, question } = data;
  try {
    post({ kind: "answer", job, answer: answerTo(question) });
  } catch (error) {
    post({
      kind: "broke",
      job,
      text: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
