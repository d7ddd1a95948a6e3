/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cases.h"

enum { MAX_ARGUMENTS = 32 };

char *run_read(const char *folder, const char *name, long *length) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  *length = ftell(file);
  rewind(file);
  char *text = malloc((size_t)*length + 1);
  if (text) text[fread(text, 1, (size_t)*length, file)] = '\0';
  fclose(file);
  return text;
}

static void become_program(const char *program, char *arguments, const char *folder) {
  char *argv[MAX_ARGUMENTS + 2] = {(char *)program};
  int n = 1;
  for (char *word = strtok(arguments, " "); word && n <= MAX_ARGUMENTS; word = strtok(NULL, " ")) argv[n++] = word;
  if (chdir(folder)) _exit(126);
  int error = open("stderr.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600), output = open("/dev/null", O_WRONLY);
  if (error < 0 || output < 0 || dup2(error, STDERR_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0) _exit(126);
  alarm(300); /* a command that hangs fails */
  execv(program, argv);
  _exit(127);
}

void run_program(const char *program, const char *arguments, const char *folder, outcome *out) {
  char copy[1024];
  int status;
  long length;
  snprintf(copy, sizeof copy, "%s", arguments);
  pid_t child = fork();
  if (child == 0) become_program(program, copy, folder);
  out->code = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  char *text = run_read(folder, "stderr.txt", &length);
  snprintf(out->text, sizeof out->text, "%s", text ? text : "");
  free(text);
  snprintf(copy, sizeof copy, "%s/stderr.txt", folder);
  unlink(copy);
}
