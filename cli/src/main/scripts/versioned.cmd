@echo off
rem Starts the versioned command on Windows. versioned.jar is in the same folder; JAVA_HOME and VERSIONED_JAVA_OPTS are used.
rem No delayed expansion: it would take ! out of arguments. %~dp0 ends with a backslash, and is quoted for its spaces.
setlocal DisableDelayedExpansion
set "VERSIONED_JAVA=java"
if defined JAVA_HOME set "VERSIONED_JAVA=%JAVA_HOME%\bin\java"
"%VERSIONED_JAVA%" -XX:+UseSerialGC -Xshare:auto %VERSIONED_JAVA_OPTS% -jar "%~dp0versioned.jar" %*
exit /b %ERRORLEVEL%
