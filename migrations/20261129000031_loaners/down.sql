DROP TABLE loaners;
